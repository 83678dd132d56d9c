package tunebench.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tunebench.Fixtures;
import tunebench.data.DatasetImport;
import tunebench.data.ImportSettings;
import tunebench.data.Product;
import tunebench.eval.WholeDollars;
import tunebench.format.GgufFile;
import tunebench.format.GgufTensor;
import tunebench.format.GgufType;
import tunebench.format.SafetensorsFile;
import tunebench.lora.Adapter;
import tunebench.lora.AdapterFolder;
import tunebench.lora.LoraSettings;
import tunebench.model.AdaptedModel;
import tunebench.model.AdapterFiles;
import tunebench.model.GgufFileExport;
import tunebench.model.OpenModel;
import tunebench.model.OpenSettings;
import tunebench.model.WeightDistances;
import tunebench.quant.Quantization;
import tunebench.tensor.Devices;
import tunebench.token.TextTokenizer;

class ParityGateTest {
  private static final Devices CPU = Devices.choose("cpu");
  private static final OpenSettings PLAIN = OpenSettings.of(Quantization.FP32, false);
  private static final TextTokenizer TOKENIZER = TextTokenizer.open(Fixtures.shippedModel());
  private static final List<Product> PRODUCTS =
      DatasetImport.read(Path.of("sample-data", "products.csv"), ImportSettings.DEFAULT)
          .products()
          .subList(0, 12);

  @TempDir static Path folder = Path.of("");

  private static final OpenModel BASE = open();

  private static OpenModel open() {
    return OpenModel.open(Fixtures.shippedModel(), PLAIN, CPU.device(), p -> {});
  }

  @BeforeAll
  static void copy() throws IOException {
    for (String name : List.of("config.json", "tokenizer.json", "model.safetensors")) {
      Files.copy(Fixtures.shippedModel().resolve(name), folder.resolve(name));
    }
  }

  @AfterAll
  static void close() {
    BASE.close();
    TOKENIZER.close();
  }

  @Test
  void theSameWeightsPassAndOneZeroedTensorFails() throws IOException {
    ParityReport same = check(PLAIN, ParityLimits.SAME);
    assertThat(same.passed()).isTrue();
    assertThat(same.meanDistance()).isCloseTo(0, within(1e-6));
    assertThat(same.maeChange()).isZero();
    JsonNode kept = JsonMapper.shared().readTree(folder.resolve("parity.json").toFile());
    assertThat(kept.get("passed").asBoolean()).isTrue();
    assertThat(kept.get("rows").asInt()).isEqualTo(12);

    byte[] good = Files.readAllBytes(folder.resolve("model.safetensors"));
    // The second is one that twelve prices hardly notice.
    for (String tensor :
        List.of("model.layers.3.mlp.down_proj.weight", "model.layers.1.self_attn.k_proj.weight")) {
      Files.write(folder.resolve("model.safetensors"), good);
      zero(tensor);
      ParityReport broken = check(PLAIN, ParityLimits.SAME);
      assertThat(broken.passed()).isFalse();
      assertThat(broken.worstTensor()).isEqualTo(tensor);
      assertThat(broken.worstTensorDistance()).isCloseTo(1, within(1e-6));
      assertThat(broken.sentence()).startsWith("Parity FAILED: over 12 rows");
    }
    Files.write(folder.resolve("model.safetensors"), good);
    for (String tensor : names(folder)) {
      zero(tensor);
      try (OpenModel open = OpenModel.open(folder, PLAIN, CPU.device(), p -> {})) {
        Map<String, Double> distances =
            WeightDistances.of(BASE.scope(), BASE.model(), open.model(), null);
        assertThat(distances.get(tensor)).as(tensor).isCloseTo(1, within(1e-6));
        // The model has one matrix for both ends.
        assertThat(distances.values().stream().filter(d -> d > 1e-6))
            .hasSize(tensor.contains("embed_tokens") ? 2 : 1);
      }
      Files.write(folder.resolve("model.safetensors"), good);
    }
    zero("model.norm.weight");
    assertThat(check(PLAIN, ParityLimits.SAME).passed()).isFalse();
    assertThat(
            JsonMapper.shared()
                .readTree(folder.resolve("parity.json").toFile())
                .get("passed")
                .asBoolean())
        .isFalse();
  }

  @Test
  void anAdapterInAnotherFormatPassesAndOneZeroedTensorFails() throws IOException {
    Path written = folder.resolve("adapter.gguf");
    Adapter adapter = loud();
    AdapterFolder.write(folder.resolve("adapter"), adapter, "base");
    new GgufFileExport(Fixtures.shippedModel(), GgufType.F16, CPU.device())
        .adapter(folder.resolve("adapter"), written);
    ParityReport same = compare(adapter, AdapterFiles.read(BASE.scope(), written, folder), written);
    assertThat(same.passed()).isTrue();
    assertThat(ParityGate.file(written)).isRegularFile();

    try (GgufFile file = GgufFile.open(written);
        RandomAccessFile bytes = new RandomAccessFile(written.toFile(), "rw")) {
      GgufTensor tensor = file.tensor("blk.2.ffn_down.weight.lora_b");
      bytes.seek(tensor.offset());
      bytes.write(new byte[Math.toIntExact(tensor.length())]);
    }
    ParityReport broken =
        compare(adapter, AdapterFiles.read(BASE.scope(), written, folder), written);
    assertThat(broken.passed()).isFalse();
    JsonNode kept = JsonMapper.shared().readTree(ParityGate.file(written).toFile());
    assertThat(kept.get("passed").asBoolean()).isFalse();
  }

  private static ParityReport compare(Adapter one, Adapter other, Path written) throws IOException {
    return new ParityGate(PRODUCTS, TOKENIZER, CPU)
        .checkAdapter(
            BASE.scope(),
            BASE.model(),
            AdaptedModel.of(BASE.model(), one),
            "the base with its adapter",
            written,
            AdaptedModel.of(BASE.model(), other),
            ParityLimits.SAME);
  }

  /** An adapter that changes prices: a fresh one whose second factor is no longer zero. */
  private static Adapter loud() {
    LoraSettings settings = new LoraSettings(4, 8, 0, List.of("q_proj", "down_proj"), false);
    Adapter fresh = Adapter.fresh(BASE.scope(), settings, BASE.model().parts().projections(), 5);
    SplittableRandom random = new SplittableRandom(5);
    Map<String, Adapter.Update> modules = new LinkedHashMap<>();
    fresh
        .modules()
        .forEach(
            (path, update) -> {
              float[] b = new float[update.outFeatures() * 4];
              for (int i = 0; i < b.length; i++) {
                b[i] = (float) random.nextDouble(-1, 1);
              }
              modules.put(
                  path,
                  new Adapter.Update(
                      update.a(),
                      BASE.scope().floats(b, update.outFeatures(), 4),
                      update.scaling(),
                      null));
            });
    return new Adapter(BASE.scope(), settings, modules);
  }

  @Test
  void theDistanceIsTotalVariation() {
    double[] one = new double[WholeDollars.COUNT];
    double[] other = new double[WholeDollars.COUNT];
    one[10] = 0.6;
    one[20] = 0.4;
    other[10] = 0.5;
    other[30] = 0.3;
    assertThat(ParityGate.distance(new WholeDollars(one), new WholeDollars(other)))
        .isCloseTo((0.1 + 0.4 + 0.3 + 0.2) / 2, within(1e-12));
    other[30] = Double.NaN;
    assertThat(ParityGate.distance(new WholeDollars(one), new WholeDollars(other))).isEqualTo(1);
  }

  @Test
  void theResultOfAFileLiesBesideIt() {
    assertThat(ParityGate.file(folder.resolve("model.gguf")))
        .isEqualTo(folder.resolve("model.gguf.parity.json"));
  }

  private static ParityReport check(OpenSettings settings, ParityLimits limits) throws IOException {
    return new ParityGate(PRODUCTS, TOKENIZER, CPU)
        .check(BASE.scope(), BASE.model(), "the base", folder, settings, limits);
  }

  private static List<String> names(Path folder) {
    try (SafetensorsFile file = SafetensorsFile.open(folder.resolve("model.safetensors"))) {
      return List.copyOf(file.names());
    }
  }

  /** Writes zeros over one tensor of the copy. */
  private static void zero(String name) throws IOException {
    try (RandomAccessFile file =
        new RandomAccessFile(folder.resolve("model.safetensors").toFile(), "rw")) {
      byte[] length = new byte[8];
      file.readFully(length);
      long header = ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong();
      byte[] json = new byte[Math.toIntExact(header)];
      file.readFully(json);
      JsonNode offsets = JsonMapper.shared().readTree(json).get(name).get("data_offsets");
      long from = offsets.get(0).asLong();
      file.seek(8 + header + from);
      file.write(new byte[Math.toIntExact(offsets.get(1).asLong() - from)]);
    }
  }
}
