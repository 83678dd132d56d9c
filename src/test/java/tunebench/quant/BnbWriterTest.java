package tunebench.quant;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tunebench.Fixtures;
import tunebench.format.DType;
import tunebench.format.SafetensorsFile;
import tunebench.format.SafetensorsWriter;
import tunebench.nn.Code;
import tunebench.tensor.Dtype;
import tunebench.tensor.Scope;

/** The tensors of a weight in a file, against what bitsandbytes made of the same matrix. */
class BnbWriterTest {
  private static final String NAME = "m.weight";

  @TempDir private Path folder;

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
  void aPlainWeightIsWrittenAndReadAsBitsandbytesHasIt(Quantization kind, String fixture)
      throws Exception {
    try (SafetensorsFile file = written(kind)) {
      assertThat(file.names())
          .containsExactlyInAnyOrder(
              NAME, NAME + ".absmax", NAME + ".quant_map", NAME + state(fixture));
      assertThat(file.info(NAME).dimensions()).containsExactly(128L * 192 / 2, 1L);
      assertSame(file, NAME, fixture + ".codes");
      assertSame(file, NAME + ".absmax", fixture + ".absmax");
      assertSame(file, NAME + ".quant_map", fixture + ".code");
      assertThat(text(file, NAME + state(fixture)))
          .isEqualTo(
              "{\"quant_type\": \"%s\", \"blocksize\": 64, \"dtype\": \"float32\", \"shape\": [128, 192]}"
                  .formatted(fixture));
      assertDequantized(file, fixture + ".dequantized");
    }
  }

  /** The state's text is what Python's json.dumps printed for the fixture's offset. */
  @ParameterizedTest
  @CsvSource({"NF4_DOUBLE, nf4", "FP4_DOUBLE, fp4"})
  void aDoublyQuantizedWeightIsWrittenAndReadAsBitsandbytesHasIt(Quantization kind, String fixture)
      throws Exception {
    try (SafetensorsFile file = written(kind)) {
      assertThat(file.names()).hasSize(6);
      assertSame(file, NAME, fixture + ".double.codes");
      assertSame(file, NAME + ".absmax", fixture + ".double.absmax");
      assertSame(file, NAME + ".nested_absmax", fixture + ".double.nested_absmax");
      assertSame(file, NAME + ".nested_quant_map", fixture + ".double.nested_code");
      assertThat(text(file, NAME + state(fixture)))
          .isEqualTo(
              "{\"quant_type\": \"%s\", \"blocksize\": 64, \"dtype\": \"float32\", \"shape\": [128, 192], \"nested_blocksize\": 256, \"nested_dtype\": \"float32\", \"nested_offset\": 0.11013225466012955}"
                  .formatted(fixture));
      assertDequantized(file, fixture + ".double.dequantized");
    }
  }

  @Test
  void anEightBitWeightIsWrittenAndReadAsBitsandbytesHasIt() throws Exception {
    try (SafetensorsFile file = written(Quantization.INT8)) {
      assertThat(file.names()).containsExactlyInAnyOrder(NAME, "m.SCB", "m.weight_format");
      assertSame(file, NAME, "int8.rows");
      assertSame(file, "m.SCB", "int8.scales");
      assertThat(file.info("m.weight_format").dimensions()).isEmpty();
      BnbTensors tensors = new BnbTensors(file, scope);
      tensors.check(NAME, List.of(128L, 192L));
      Int8Projection back = tensors.int8(scope, NAME, null, Dtype.FLOAT32, 6);
      assertThat(back.codes().toByteArray())
          .isEqualTo(Fixtures.tensor(scope, expected, "int8.rows").toByteArray());
      assertThat(back.scales().toFloatArray())
          .isEqualTo(Fixtures.tensor(scope, expected, "int8.scales").toFloatArray());
      assertThat(tensors.isCompanion("m.SCB")).isTrue();
      assertThat(tensors.isCompanion("n.SCB")).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1e-05, 1e-05", "1.5e-07, 1.5e-07", "0.0001, 0.0001", "1e16, 1e+16", "1e22, 1e+22",
    "123456789012345, 123456789012345.0", "0.1, 0.1", "-2.5e-6, -2.5e-06", "1, 1.0", "0, 0.0"
  })
  void numbersArePrintedAsPythonPrintsThem(double value, String python) {
    assertThat(BnbState.pythonRepr(value)).isEqualTo(python);
  }

  private SafetensorsFile written(Quantization kind) throws Exception {
    BnbWriter writer = new BnbWriter(scope, kind);
    NDArray matrix = Fixtures.tensor(scope, expected, "matrix");
    Double mean = kind.doubly() ? writer.mean(matrix) : null;
    var specs = writer.declare(NAME, DType.F32, List.of(128L, 192L), mean);
    Path path = folder.resolve("m.safetensors");
    try (SafetensorsWriter file = SafetensorsWriter.create(path, specs)) {
      writer.write(file, NAME, matrix);
      file.finish();
    }
    return SafetensorsFile.open(path);
  }

  private void assertDequantized(SafetensorsFile file, String fixture) {
    BnbTensors tensors = new BnbTensors(file, scope);
    tensors.check(NAME, List.of(128L, 192L));
    Code code = new Code(false);
    NDArray dense =
        code.finish(tensors.block4(scope, NAME).emit(code, Dtype.FLOAT32)).call(scope).head();
    assertThat(Fixtures.distance(dense, Fixtures.tensor(scope, expected, fixture)))
        .isLessThan(1e-6);
    assertThat(file.names()).allMatch(n -> n.equals(NAME) || tensors.isCompanion(n));
  }

  private void assertSame(SafetensorsFile file, String name, String fixture) {
    assertThat(file.info(name).dtype()).isEqualTo(expected.info(fixture).dtype());
    assertThat(file.bytes(name).mismatch(expected.bytes(fixture))).as(name).isEqualTo(-1);
  }

  private static String state(String type) {
    return ".quant_state.bitsandbytes__" + type;
  }

  private static String text(SafetensorsFile file, String name) {
    return new String(file.bytes(name).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
  }
}
