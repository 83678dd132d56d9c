package tunebench.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tunebench.pdf.Printed;
import tunebench.protocol.JobInfo;
import tunebench.protocol.JobState;
import tunebench.protocol.Task;
import tunebench.protocol.TrustRequest;
import tunebench.run.DataChoice;
import tunebench.run.DecoderChoice;
import tunebench.run.EvaluateSpec;
import tunebench.run.ModelChoice;
import tunebench.service.InProcessClient;
import tunebench.service.Service;
import tunebench.service.TinyShop;
import tunebench.service.Waiting;

class ReplayCommandTest extends TrainedShop {
  private Path trained(String name, String... more) {
    CommandOutcome outcome = train(name, more);
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return folder.resolve(name);
  }

  @Test
  void aFolderIsTrainedOnceMoreToTheBit() {
    Path run = trained("run");
    CommandOutcome outcome = CommandOutcome.of("replay", run.toString());
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.json().get("identical").asBoolean()).isTrue();
    assertThat(outcome.json().get("sentence").asString()).startsWith("The same to the bit");
    assertThat(folder.resolve("run-replay").resolve("adapter_model.safetensors")).exists();
    CommandOutcome twice = CommandOutcome.of("replay", run.toString());
    assertThat(twice.code()).isEqualTo(2);
    assertThat(twice.err()).contains("run-replay is there already");
  }

  @Test
  void oneEditedCellMakesAnotherRunAndIsNamed() throws IOException {
    Path run = trained("run");
    Files.writeString(csv, Files.readString(csv).replace("Lamp 7,", "Lantern 7,"));

    JsonNode replayed =
        CommandOutcome.of("replay", run.toString(), "--out=" + folder.resolve("second")).json();
    assertThat(replayed.get("identical").asBoolean()).isFalse();
    assertThat(replayed.get("step").asInt()).isPositive();
    assertThat(replayed.get("sentence").asString()).contains("data: 1 row changed: line 9");

    JsonNode why =
        CommandOutcome.of("explain", run.toString(), folder.resolve("second").toString()).json();
    assertThat(why.get("differences")).hasSize(1);
    assertThat(why.get("sentence").asString()).startsWith("data: 1 row changed: line 9");
  }

  @Test
  void anotherSettingIsExplained() {
    Path first = trained("first");
    Path second = trained("second", "--seed", "43");
    assertThat(
            CommandOutcome.of("explain", first.toString(), second.toString())
                .json()
                .get("sentence")
                .asString())
        .isEqualTo("settings: seed 42 against 43");
  }

  @Test
  void aRunOfTheWorkbenchIsMadeAgainByItsId() throws IOException {
    Path home = folder.resolve("home");
    String run;
    try (Service service = Service.open(home, Path.of(""))) {
      InProcessClient client = new InProcessClient(service);
      String dataset = Waiting.dataset(client, csv);
      JobInfo job = Waiting.submit(client, new Task.Train(TinyShop.spec(model, dataset, 3, 3)));
      Waiting.state(client, job.id(), JobState.DONE);
      run = job.run();
    }
    CommandOutcome outcome = CommandOutcome.of("replay", run, "--home", home.toString());
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(outcome.json().get("identical").asBoolean()).isTrue();
    String second = outcome.json().get("run").asString();
    assertThat(
            CommandOutcome.of("explain", run, second, "--home", home.toString())
                .json()
                .get("differences"))
        .isEmpty();
    CommandOutcome nobody = CommandOutcome.of("replay", "nobody", "--home", home.toString());
    assertThat(nobody.code()).isEqualTo(2);
    assertThat(nobody.err()).contains("There is no run \"nobody\"");
  }

  @Test
  void evidenceAndJournalAreJson() throws IOException {
    Path home = folder.resolve("home");
    String run;
    try (Service service = Service.open(home, Path.of(""))) {
      InProcessClient client = new InProcessClient(service);
      String dataset = Waiting.dataset(client, csv);
      var spec =
          new EvaluateSpec(
              "",
              new ModelChoice(model.toString(), "nf4", "cpu"),
              "",
              "last",
              new DataChoice(dataset, "V1", 0, 4, 4, 42),
              "test",
              0,
              DecoderChoice.generate(),
              4,
              64,
              true);
      JobInfo job = Waiting.submit(client, new Task.Evaluate(spec));
      Waiting.state(client, job.id(), JobState.DONE);
      run = job.run();
      client.send(new TrustRequest.Guess(2, run, null, 80));
    }
    JsonNode evidence = CommandOutcome.of("evidence", run, "--home", home.toString()).json();
    assertThat(evidence.get("coverage").get("n").asInt()).isEqualTo(4);
    assertThat(evidence.get("decoders")).hasSize(5);
    JsonNode journal = CommandOutcome.of("journal", "--home", home.toString()).json();
    assertThat(journal.get("entries").get(0).get("guess").asDouble()).isEqualTo(80);
    Path page = folder.resolve("journal.html");
    CommandOutcome written =
        CommandOutcome.of("journal", "--home", home.toString(), "--out", page.toString());
    assertThat(written.code()).as(written.err()).isZero();
    assertThat(Files.readString(page)).contains("Guessed $80.00");
    Path paper = folder.resolve("journal.pdf");
    assertThat(
            CommandOutcome.of("journal", "--home", home.toString(), "--out", paper.toString())
                .code())
        .isZero();
    try (Printed pdf = Printed.of(paper)) {
      assertThat(pdf.text()).contains("Guessed $80.00");
    }
  }

  @Test
  void aFolderOfSomethingElseIsRefused() {
    CommandOutcome outcome = CommandOutcome.of("replay", model.toString());
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("holds no run.json");
  }
}
