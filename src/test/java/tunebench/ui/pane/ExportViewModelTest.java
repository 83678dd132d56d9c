package tunebench.ui.pane;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tunebench.protocol.JobRequest;
import tunebench.protocol.JobState;
import tunebench.protocol.ModelReply.ExportFormat;
import tunebench.protocol.ModelReply.Parity;
import tunebench.protocol.Outcome;
import tunebench.protocol.Task;
import tunebench.ui.fake.Desks;
import tunebench.ui.fake.FakeService;

class ExportViewModelTest {
  private final FakeService fake = FakeService.used();
  private final Desks desks = Desks.at(fake);
  private final ExportViewModel model = new ExportViewModel(desks.desk(), "train-1");

  @Test
  void saysWhatIsMissingBeforeItBegins() {
    model.start();
    assertThat(model.missingProperty().get()).isEqualTo("Say where it shall be written.");
    model.outputProperty().set("/tmp/out");
    assertThat(model.missingProperty().get()).isEmpty();
    model.adapterProperty().set(null);
    assertThat(model.missingProperty().get()).contains("needs an adapter");
    assertThat(fake.asked(JobRequest.Submit.class)).isEmpty();
  }

  @Test
  void aMergedModelIsATaskOfItsOwn() {
    model.outputProperty().set("/tmp/out");
    model.start();
    assertThat(task()).isInstanceOf(Task.Merge.class);
    assertThat(model.runningProperty().get()).isTrue();
  }

  @Test
  void anAdapterGoesToTheHubUnderTheDateUnlessNamed() {
    model.formatProperty().set(ExportViewModel.HUB);
    assertThat(model.missingProperty().get()).isEmpty();
    model.start();
    assertThat(task()).isEqualTo(new Task.Upload("train-1", "best", "", false));
    end(new Outcome.Uploaded("ada/pricer-x", "abc", "https://huggingface.co/ada/pricer-x"));
    assertThat(model.passedProperty().get())
        .isEqualTo(
            "https://huggingface.co/ada/pricer-x holds it; it is loaded back as ada/pricer-x@abc.");
  }

  @Test
  void anExportThatPricesAsBeforeIsSaidToPass() {
    choose("gguf-f16", "/tmp/pricer.gguf");
    model.start();
    assertThat(task())
        .isEqualTo(
            new Task.Export(
                desks.desk().workspace().modelProperty().get().folder(),
                "train-1",
                "gguf-f16",
                "/tmp/pricer.gguf"));
    end(parity(true));
    assertThat(model.passedProperty().get()).startsWith("/tmp/pricer.gguf: 12.0 MB. It prices");
    assertThat(model.forOllama()).isTrue();
  }

  @Test
  void oneThatDoesNotIsAFault() {
    choose("gguf-f16", "/tmp/pricer.gguf");
    model.start();
    end(parity(false));
    assertThat(model.passedProperty().get()).isEmpty();
    assertThat(model.failedProperty().get()).contains("It prices otherwise.");
    assertThat(model.forOllama()).isFalse();
  }

  @Test
  void aJobThatFailsSaysWhy() {
    choose("gguf-f16", "/tmp/pricer.gguf");
    model.start();
    fake.move(fake.lastJob().id(), JobState.FAILED, 0, 1, "The disk is full.");
    assertThat(model.failedProperty().get()).isEqualTo("The disk is full.");
    assertThat(model.runningProperty().get()).isFalse();
  }

  @Test
  void aModelfileLiesBesideItsGguf(@TempDir Path folder) throws IOException {
    model.outputProperty().set(folder.resolve("pricer.gguf").toString());
    model.modelfile();
    assertThat(Files.readString(folder.resolve("Modelfile")))
        .startsWith("FROM ./pricer.gguf\n")
        .contains("TEMPLATE \"\"\"{{ .Prompt }}\"\"\"");
    model.outputProperty().set(folder.resolve("gone/pricer.gguf").toString());
    model.modelfile();
    assertThat(model.failedProperty().get()).contains("Modelfile cannot be written");
  }

  private void choose(String format, String to) {
    model
        .formatProperty()
        .set(
            model.formats().stream()
                .filter(f -> f.name().equals(format))
                .findFirst()
                .map(ExportFormat.class::cast)
                .orElseThrow());
    model.outputProperty().set(to);
  }

  private Task task() {
    return fake.asked(JobRequest.Submit.class).getLast().task();
  }

  private void end(Parity parity) {
    end(new Outcome.Exported("/tmp/pricer.gguf", 12_000_000, parity, ""));
  }

  private void end(Outcome outcome) {
    String job = fake.lastJob().id();
    fake.yields(job, outcome);
    fake.move(job, JobState.DONE, 1, 1, "");
  }

  private static Parity parity(boolean passed) {
    return new Parity(
        "the adapter",
        32,
        0.001,
        0.01,
        0.02,
        40,
        40.1,
        passed,
        passed ? "It prices as the adapter does." : "It prices otherwise.");
  }
}
