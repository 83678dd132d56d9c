package tunebench.quant;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tunebench.Fixtures;
import tunebench.format.SafetensorsFile;
import tunebench.nn.Code;
import tunebench.tensor.Dtype;
import tunebench.tensor.Scope;

/** Every code and scale against what bitsandbytes made of the same matrix. */
class ReferenceTest {
  private final Scope scope = Scope.on(Device.cpu());
  private final SafetensorsFile expected =
      SafetensorsFile.open(Fixtures.folder("quantization").resolve("matrix.safetensors"));

  @AfterEach
  void close() {
    expected.close();
    scope.close();
  }

  @ParameterizedTest
  @CsvSource({"NF4, nf4", "FP4, fp4"})
  void codesAndScalesEqualBitsandbytesToTheBit(CodeBook book, String name) {
    Block4 plain = encode(book, false);
    assertThat(plain.codes().toByteArray()).isEqualTo(bytes(name + ".codes"));
    assertThat(plain.scales().toFloatArray()).isEqualTo(floats(name + ".absmax"));
    assertThat(book.levels()).isEqualTo(floats(name + ".code"));
  }

  @ParameterizedTest
  @CsvSource({"NF4, nf4.double", "FP4, fp4.double"})
  void doublyQuantizedScalesEqualBitsandbytesToTheBit(CodeBook book, String name) {
    Block4 twice = encode(book, true);
    Block4.Nested nested = Objects.requireNonNull(twice.nested());
    assertThat(twice.codes().toByteArray()).isEqualTo(bytes(name + ".codes"));
    assertThat(twice.scales().toByteArray()).isEqualTo(bytes(name + ".absmax"));
    assertThat(nested.scales().toFloatArray()).isEqualTo(floats(name + ".nested_absmax"));
    assertThat(nested.offset().toFloatArray()).isEqualTo(floats(name + ".offset"));
    assertThat(CodeBook.dynamic8()).isEqualTo(floats(name + ".nested_code"));
  }

  @ParameterizedTest
  @CsvSource({
    "NF4, false, nf4",
    "NF4, true, nf4.double",
    "FP4, false, fp4",
    "FP4, true, fp4.double"
  })
  void dequantizedValuesEqualBitsandbytes(CodeBook book, boolean doubly, String name) {
    Code code = new Code(false);
    NDArray dense = code.finish(encode(book, doubly).emit(code, Dtype.FLOAT32)).call(scope).head();
    assertThat(Fixtures.distance(dense, tensor(name + ".dequantized"))).isLessThan(1e-6);
  }

  @Test
  void int8RowsAndScalesEqualBitsandbytesToTheBit() {
    Int8Projection rows = Int8Projection.encode(scope, tensor("matrix"), null, Dtype.FLOAT32);
    assertThat(rows.codes().toByteArray()).isEqualTo(bytes("int8.rows"));
    assertThat(rows.scales().toFloatArray()).isEqualTo(floats("int8.scales"));
  }

  private Block4 encode(CodeBook book, boolean doubly) {
    return Block4.encode(scope, Block4Tables.of(scope, book), tensor("matrix"), doubly);
  }

  private NDArray tensor(String name) {
    return Fixtures.tensor(scope, expected, name);
  }

  private byte[] bytes(String name) {
    return tensor(name).toByteArray();
  }

  private float[] floats(String name) {
    return tensor(name).toFloatArray();
  }
}
