package tunebench.service.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tunebench.BadInputException;
import tunebench.protocol.JobInfo;
import tunebench.protocol.JobRequest;
import tunebench.protocol.JobState;
import tunebench.protocol.Outcome;
import tunebench.protocol.Task;
import tunebench.protocol.TrustRequest;
import tunebench.run.DataChoice;
import tunebench.run.DecoderChoice;
import tunebench.run.EvaluateSpec;
import tunebench.run.ModelChoice;
import tunebench.run.PassportExplanation;
import tunebench.run.TrainSpec;
import tunebench.service.TinyShop;
import tunebench.service.Waiting;

/** A run can be made once more, and two runs say why they differ; with the real trainer. */
class ReplayTest extends ServedShop {

  private String trained(TrainSpec spec) {
    return run(new Task.Train(spec));
  }

  private Outcome.Replayed replayed(String run) {
    return (Outcome.Replayed) outcome(new Task.Replay(run));
  }

  private PassportExplanation explained(String first, String second) {
    return client.send(new TrustRequest.Explain(first, second)).explanation();
  }

  @Test
  void aTrainingRunMadeAgainIsTheSameToTheBit() {
    String run = trained(TinyShop.spec(model, dataset, 6, 3));

    Outcome.Replayed outcome = replayed(run);

    assertThat(outcome.sentence()).startsWith("The same to the bit");
    assertThat(outcome.identical()).isTrue();
    assertThat(outcome.step()).isZero();
    assertThat(outcome.run()).isNotEqualTo(run);
    assertThat(Waiting.steps(client, outcome.run())).hasSize(6);
    assertThat(explained(run, outcome.run()).differences()).isEmpty();
  }

  @Test
  void aReplayOnOtherWeightsSaysWhereAndWhyItDiffers() throws IOException {
    String run = trained(TinyShop.spec(model, dataset, 3, 3));
    Path weights = model.resolve("model.safetensors");
    byte[] bytes = Files.readAllBytes(weights);
    bytes[bytes.length - 1] ^= 1;
    Files.write(weights, bytes);

    Outcome.Replayed outcome = replayed(run);

    assertThat(outcome.identical()).isFalse();
    assertThat(outcome.sentence()).contains("model: ").contains("model.safetensors");
  }

  @Test
  void anEvaluationMadeAgainIsTheSameToTheBit() {
    EvaluateSpec spec =
        new EvaluateSpec(
            "",
            new ModelChoice(model.toString(), "nf4", "cpu"),
            "",
            "last",
            new DataChoice(dataset, "V1", 0, 8, 8, 42),
            "test",
            0,
            new DecoderChoice("median", 4),
            4,
            64,
            true);

    assertThat(replayed(run(new Task.Evaluate(spec))).sentence()).startsWith("The same to the bit");
  }

  @Test
  void oneEditedCellIsOneChangedRow() throws IOException {
    String text = Files.readString(csv);
    Path other = folder.resolve("edited.csv");
    Files.writeString(other, text.replace("Lamp 17,", "Lamp 17 with a switch,"));
    String edited = Waiting.dataset(client, other);

    String first = trained(TinyShop.spec(model, dataset, 1, 1));
    String second = trained(TinyShop.spec(model, edited, 1, 1));

    PassportExplanation why = explained(first, second);
    assertThat(why.differences()).hasSize(1);
    assertThat(why.sentence()).startsWith("data: 1 row changed").contains("Lamp 17");
    assertThat(why.differences().getFirst().rows())
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.firstLine()).isEqualTo(19);
              assertThat(row.fields()).containsExactly("title");
            });
  }

  @Test
  void oneOtherSettingIsNamed() {
    TrainSpec spec = TinyShop.spec(model, dataset, 1, 1);
    String first = trained(spec);
    String second = trained(Specs.with(spec, "training.learningRate", "0.002"));

    assertThat(explained(first, second).sentence())
        .startsWith("settings: training.learningRate")
        .doesNotContain("\n");
  }

  @Test
  void onlyAFinishedRunIsMadeAgainAndOnlyABegunOneHasAPassport() {
    TrainSpec spec = TinyShop.spec(model, dataset, 500, 500);
    JobInfo running = Waiting.submit(client, new Task.Train(spec));
    JobInfo waiting = Waiting.submit(client, new Task.Train(spec));
    assertThatThrownBy(() -> Waiting.submit(client, new Task.Replay(waiting.run())))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("only a finished run");
    assertThatThrownBy(() -> client.send(new TrustRequest.PassportOf(waiting.run())))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("it did not begin yet");
    client.send(new JobRequest.Cancel(waiting.id()));
    client.send(new JobRequest.Cancel(running.id()));
    Waiting.state(client, running.id(), JobState.CANCELLED);
  }
}
