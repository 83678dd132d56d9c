package tunebench.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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
import tunebench.model.OpenModel;
import tunebench.model.OpenSettings;
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
    ParityReport same = check(PLAIN, 0.02);
    assertThat(same.passed()).isTrue();
    assertThat(same.meanDistance()).isCloseTo(0, within(1e-6));
    assertThat(same.maeChange()).isZero();
    JsonNode kept = JsonMapper.shared().readTree(folder.resolve("parity.json").toFile());
    assertThat(kept.get("passed").asBoolean()).isTrue();
    assertThat(kept.get("rows").asInt()).isEqualTo(12);

    zero("model.layers.3.mlp.down_proj.weight");
    ParityReport broken = check(PLAIN, 0.02);
    assertThat(broken.passed()).isFalse();
    assertThat(broken.sentence()).startsWith("Parity FAILED: over 12 rows");
    assertThat(
            JsonMapper.shared()
                .readTree(folder.resolve("parity.json").toFile())
                .get("passed")
                .asBoolean())
        .isFalse();
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

  private static ParityReport check(OpenSettings settings, double limit) throws IOException {
    return new ParityGate(PRODUCTS, TOKENIZER, CPU)
        .check(BASE.scope(), BASE.model(), "the base", folder, settings, limit);
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
