package tunebench.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tunebench.llama.ConfigReader;
import tunebench.quant.Quantization;

/** Loading needs memory for the quantized model and some tensors, never for the dense model. */
class LoadMemoryTest {
  @TempDir Path folder = Path.of("");

  @Test
  @EnabledOnOs(OS.LINUX)
  void peakHostMemoryStaysNearOneTensor() throws IOException {
    Files.writeString(
        folder.resolve("config.json"),
        """
        {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "vocab_size": 1024,
         "hidden_size": 1024, "num_hidden_layers": 12, "intermediate_size": 2816,
         "num_attention_heads": 8, "num_key_value_heads": 8, "tie_word_embeddings": true,
         "rms_norm_eps": 1e-05, "torch_dtype": "bfloat16"}
        """);
    RandomModel.write(folder, ConfigReader.read(folder), 1);
    OpenSettings settings = OpenSettings.of(Quantization.NF4_DOUBLE, false);
    // The first opening loads the library and compiles the scripts.
    OpenModel.open(folder, settings, Device.cpu(), p -> {}).close();
    // Java's own heap may grow meanwhile, for the tests before this one; it does not each time.
    long taken = Long.MAX_VALUE;
    long held = 0;
    for (int round = 0; round < 2; round++) {
      long before = anonymous();
      AtomicLong peak = new AtomicLong();
      try (OpenModel open =
          OpenModel.open(
              folder,
              settings,
              Device.cpu(),
              share -> peak.accumulateAndGet(anonymous(), Math::max))) {
        held = open.heldBytes();
      }
      taken = Math.min(taken, peak.get() - before);
    }
    long dense = 4 * 154_000_000L;
    long largest = 4L * 1024 * 2816;
    // Freed memory is not given back at once, so some tensors' worth of slack belongs to it.
    assertThat(taken).isLessThan(held + 10 * largest).isLessThan(dense / 2);
  }

  /** Bytes of this process that no file backs. */
  private static long anonymous() {
    try {
      return Files.readAllLines(Path.of("/proc/self/status")).stream()
              .filter(line -> line.startsWith("RssAnon:"))
              .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
              .findFirst()
              .orElseThrow()
          * 1024;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
