package tunebench.service.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tunebench.BadInputException;
import tunebench.protocol.ModelReply;
import tunebench.protocol.ModelRequest;
import tunebench.protocol.Outcome;
import tunebench.protocol.Task;
import tunebench.service.TinyShop;
import tunebench.service.Waiting;

class ExportJobsTest extends ServedShop {

  private String trained() {
    return run(new Task.Train(TinyShop.spec(model, dataset, 4, 2)));
  }

  private Outcome.Exported exported(Task task) {
    return (Outcome.Exported) outcome(task);
  }

  @Test
  void aMergedModelPricesAsTheModelWithItsAdapter() throws IOException {
    String run = trained();
    Path target = folder.resolve("merged");

    Outcome.Exported merged = exported(new Task.Merge(model.toString(), run, target.toString()));

    ModelReply.Parity parity = Objects.requireNonNull(merged.parity());
    assertThat(parity.passed()).isTrue();
    assertThat(parity.rows()).isEqualTo(32);
    assertThat(parity.meanDistance()).isLessThan(parity.limit());
    assertThat(client.send(new ModelRequest.Describe(target.toString())).parameters())
        .isEqualTo(client.send(new ModelRequest.Describe(model.toString())).parameters());
    assertThat(merged.bytes()).isPositive();
    assertThat(folder).isDirectoryNotContaining("glob:**/.*");
    assertThatThrownBy(() -> exported(new Task.Merge(model.toString(), run, target.toString())))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("is there already");
    Path again = folder.resolve("again");
    assertThat(
            exported(
                    new Task.Merge(
                        model.toString(), run, again.toString(), "dequantized", "nf4", "bf16"))
                .parity())
        .isNotNull();
  }

  @Test
  void everyFormatIsWrittenAndWhatCanPriceIsChecked() throws IOException {
    String run = trained();
    for (ModelReply.ExportFormat format : client.send(new ModelRequest.ExportFormats()).formats()) {
      Path target = folder.resolve(format.folder() ? format.name() : format.name() + ".gguf");
      Outcome.Exported done =
          exported(
              new Task.Export(
                  model.toString(),
                  format.adapter().equals("none") ? "" : run,
                  format.name(),
                  target.toString()));
      assertThat(Files.isDirectory(target)).as(format.name()).isEqualTo(format.folder());
      boolean prices = !format.name().equals("peft");
      assertThat(done.parity() != null).as(format.name()).isEqualTo(prices);
      assertThat(done.unchecked().isEmpty()).as(format.name()).isEqualTo(prices);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"peft", "bitsandbytes-nf4", "onnx", "gguf"})
  void whatCannotWorkIsRefusedBeforeItWaits(String format) throws IOException {
    String adapter = format.startsWith("bits") ? trained() : "";
    assertThatThrownBy(
            () ->
                Waiting.submit(
                    client, new Task.Export(model.toString(), adapter, format, folder + "/out")))
        .isInstanceOf(BadInputException.class);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(f -> f.getFileName().toString())).doesNotContain("out");
    }
  }
}
