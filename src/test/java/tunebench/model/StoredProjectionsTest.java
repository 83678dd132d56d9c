package tunebench.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tunebench.BadInputException;
import tunebench.Fixtures;
import tunebench.format.DType;
import tunebench.format.SafetensorsFile;
import tunebench.format.SafetensorsWriter;
import tunebench.format.TensorInfo;
import tunebench.format.TensorSpec;
import tunebench.nn.Code;
import tunebench.nn.DenseProjection;
import tunebench.nn.Projection;
import tunebench.quant.Block4Projection;
import tunebench.quant.BnbWriter;
import tunebench.quant.CastProjection;
import tunebench.quant.Int8Projection;
import tunebench.quant.Quantization;
import tunebench.tensor.Dtype;
import tunebench.tensor.Scope;

/** Folders as other hands make them with bitsandbytes. */
class StoredProjectionsTest {
  private static final String OUTPUT = "lm_head.weight";

  @TempDir private Path folder;

  @Test
  void skippedModulesStayDenseAndTheRestIsQuantizedAsTheConfigSays() throws Exception {
    Path model = Files.createDirectory(folder.resolve("plain"));
    for (String name : new String[] {"config.json", "model.safetensors"}) {
      Files.copy(Fixtures.folder("llama3").resolve(name), model.resolve(name));
    }
    config(
        model,
        c ->
            c.replaceFirst(
                "\\{",
                "{\"quantization_config\":{\"load_in_4bit\":true,\"bnb_4bit_quant_type\":\"nf4\",\"llm_int8_skip_modules\":[\"lm_head\",\"model.layers.0.mlp\",\"v_proj\"]},"));
    try (OpenModel open = FixtureLogits.open(model, Quantization.INT8)) {
      assertThat(open.settings().quantization()).isEqualTo(Quantization.NF4);
      open.model()
          .parts()
          .projections()
          .forEach(
              (name, p) ->
                  assertThat(p instanceof DenseProjection)
                      .as(name)
                      .isEqualTo(name.contains("layers.0.mlp") || name.endsWith("v_proj")));
    }
  }

  @Test
  void theOutputLayerMayBeStoredQuantizedToo() throws Exception {
    Path out = quantized(Quantization.NF4);
    Contents contents = Contents.of(out);
    try (Scope scope = Scope.on(Device.cpu());
        SafetensorsFile plain =
            SafetensorsFile.open(Fixtures.folder("llama3").resolve("model.safetensors"))) {
      NDArray dense = Fixtures.tensor(scope, plain, OUTPUT);
      BnbWriter writer = new BnbWriter(scope, Quantization.NF4);
      var specs = writer.declare(OUTPUT, DType.F32, plain.info(OUTPUT).dimensions(), null);
      Path single = folder.resolve("single.safetensors");
      try (SafetensorsWriter file = SafetensorsWriter.create(single, specs)) {
        writer.write(file, OUTPUT, dense);
        file.finish();
      }
      contents.addAll(single);
    }
    contents.write(out);
    try (OpenModel open = FixtureLogits.open(out, Quantization.NF4);
        OpenModel usual = FixtureLogits.open(Fixtures.folder("llama3"), Quantization.NF4)) {
      assertThat(open.model().parts().output()).isInstanceOf(Block4Projection.class);
      assertThat(FixtureLogits.distance("llama3", open.model(), usual.model()))
          .isBetween(0.01, 1.0);
    }
  }

  /** FSDP needs one dtype for all, so codes are also stored as bfloat16: the same bytes. */
  @Test
  void codesMayBeStoredInAnotherType() throws Exception {
    Path out = quantized(Quantization.NF4_DOUBLE);
    Contents contents = Contents.of(out);
    contents.specs.replaceAll(
        (name, spec) ->
            name.endsWith("_proj.weight")
                ? TensorSpec.of(name, DType.BF16, spec.length() / 2, 1)
                : spec);
    contents.write(out);
    try (OpenModel open = FixtureLogits.open(out, Quantization.NF4);
        OpenModel memory = FixtureLogits.open(Fixtures.folder("llama3"), Quantization.NF4_DOUBLE)) {
      assertThat(FixtureLogits.distance("llama3", open.model(), memory.model())).isZero();
    }
  }

  @Test
  void theThresholdOfOutliersIsTheConfigs() throws Exception {
    Path out = quantized(Quantization.INT8);
    config(out, c -> c.replace("\"llm_int8_threshold\" : 6.0", "\"llm_int8_threshold\" : 0.25"));
    try (OpenModel open = FixtureLogits.open(out, Quantization.NF4);
        OpenModel usual = FixtureLogits.open(Fixtures.folder("llama3"), Quantization.INT8)) {
      assertThat(open.model().parts().projections().values())
          .allSatisfy(p -> assertThat(((Int8Projection) p).threshold()).isEqualTo(0.25));
      assertThat(FixtureLogits.distance("llama3", open.model(), usual.model())).isPositive();
    }
  }

  @Test
  void aProductMayBeTakenInAnotherDtypeThanTheRest() {
    try (Scope scope = Scope.on(Device.cpu())) {
      NDArray weight = scope.floats(new float[] {1.001f, 0, 0, 1}, 2, 2);
      Projection half = new DenseProjection(weight, null, Dtype.BFLOAT16, false);
      Projection cast = new CastProjection(half, Dtype.BFLOAT16, Dtype.FLOAT32);
      Code code = new Code(false);
      NDArray y =
          code.finish(cast.emit(code, code.input(0)))
              .call(scope, scope.floats(new float[] {1, 2.001f}, 1, 2))
              .head();
      // Both numbers lose what bfloat16 cannot hold, and the result is float32 again.
      assertThat(y.toFloatArray()).containsExactly(1, 2);
    }
  }

  @ParameterizedTest
  @CsvSource({
    ".quant_map, NF4_DOUBLE, quant_map",
    ".nested_absmax, NF4_DOUBLE, nested_absmax",
    ".absmax, NF4, absmax",
    "quant_state.bitsandbytes__nf4, NF4, [2048]",
    ".SCB, INT8, I8"
  })
  void aMissingPartIsNamed(String end, Quantization kind, String sentence) throws Exception {
    Path out = quantized(kind);
    Contents contents = Contents.of(out);
    contents.specs.keySet().removeIf(n -> n.contains("1.self_attn.o_proj") && n.endsWith(end));
    contents.write(out);
    refused(out, "model.layers.1.self_attn.o_proj", sentence.replace("[2048]", "[2048, 1]"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          64, 64  | 96, 64  | quantized from [96, 64]
          64, 64  | 64, -64 | no state of an NF4
          "nf4"   | "fp4"   | no state of an NF4
          64, "dt | 32, "dt | blocks of 32
          float32 | int8    | no floating dtype
          shape   | share   | no state
          {       | [       | no valid JSON
          """)
  void aStateThatLiesIsNamed(String from, String to, String sentence) throws Exception {
    Path out = quantized(Quantization.NF4);
    Contents contents = Contents.of(out);
    String name = "model.layers.0.self_attn.q_proj.weight.quant_state.bitsandbytes__nf4";
    String text = new String(contents.bytes.get(name), StandardCharsets.UTF_8);
    assertThat(text).contains(from);
    byte[] lie = text.replace(from, to).getBytes(StandardCharsets.UTF_8);
    contents.bytes.put(name, lie);
    contents.specs.put(name, TensorSpec.of(name, DType.U8, lie.length));
    contents.write(out);
    refused(out, "model.layers.0.self_attn.q_proj.weight", sentence);
  }

  private static void refused(Path model, String tensor, String sentence) {
    assertThatThrownBy(() -> FixtureLogits.open(model, Quantization.NF4))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(tensor)
        .hasMessageContaining(model.toString())
        .hasMessageContaining(sentence)
        .hasMessageNotContaining("\n");
  }

  private Path quantized(Quantization kind) throws Exception {
    Path out = folder.resolve("out");
    QuantizedFolder.write(Fixtures.folder("llama3"), kind, out, Device.cpu(), p -> {});
    return out;
  }

  private static void config(Path model, UnaryOperator<String> change) throws Exception {
    Path file = model.resolve("config.json");
    String text = Files.readString(file);
    assertThat(change.apply(text)).isNotEqualTo(text);
    Files.writeString(file, change.apply(text));
  }

  /** A folder's weights, open to change. */
  private record Contents(Map<String, TensorSpec> specs, Map<String, byte[]> bytes) {
    static Contents of(Path model) {
      Contents contents = new Contents(new LinkedHashMap<>(), new LinkedHashMap<>());
      contents.addAll(model.resolve("model.safetensors"));
      return contents;
    }

    void addAll(Path path) {
      try (SafetensorsFile file = SafetensorsFile.open(path)) {
        for (String name : file.names()) {
          TensorInfo info = file.info(name);
          specs.put(name, new TensorSpec(name, info.dtype(), info.dimensions()));
          bytes.put(name, file.bytes(name).toArray(ValueLayout.JAVA_BYTE));
        }
      }
    }

    void write(Path model) throws Exception {
      try (SafetensorsWriter file =
          SafetensorsWriter.create(model.resolve("model.safetensors"), specs.values())) {
        for (String name : specs.keySet()) {
          file.write(name, ByteBuffer.wrap(bytes.get(name)));
        }
        file.finish();
      }
    }
  }
}
