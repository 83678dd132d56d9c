package tunebench.service.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tunebench.BadInputException;
import tunebench.protocol.JobInfo;
import tunebench.protocol.JobRequest;
import tunebench.protocol.JobState;
import tunebench.protocol.ModelRequest;
import tunebench.protocol.Outcome;
import tunebench.protocol.RunRequest;
import tunebench.protocol.Task;
import tunebench.run.DataChoice;
import tunebench.run.DecoderChoice;
import tunebench.run.EvaluateSpec;
import tunebench.run.EvaluationRow;
import tunebench.run.ModelChoice;
import tunebench.run.RunComparison;
import tunebench.run.RunStatus;
import tunebench.run.SettingDifference;
import tunebench.run.TrainSpec;
import tunebench.service.TinyShop;
import tunebench.service.Waiting;

/** What is asked of runs and their jobs. */
class RunRequestsTest extends ServedShop {

  @Test
  void runsAreEvaluatedComparedLabelledAndDeleted() throws IOException {
    TrainSpec spec = TinyShop.spec(model, dataset, 4, 2);
    var swept =
        (Outcome.Swept) outcome(new Task.Sweep(spec, Map.of("adapter.rank", List.of("2", "4"))));
    for (JobInfo job : client.send(new JobRequest.Jobs()).jobs()) {
      Waiting.state(client, job.id(), JobState.DONE);
    }
    String before = evaluated("");
    String after = evaluated(swept.runs().getFirst());
    List<EvaluationRow> rows = client.send(new RunRequest.Rows(after, "final")).rows();
    assertThat(rows)
        .hasSize(8)
        .extracting(EvaluationRow::index)
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    assertThat(Waiting.run(client, after).baselines()).hasSize(3);

    RunComparison comparison =
        client.send(new RunRequest.Compare(List.of(before, after))).comparison();

    assertThat(comparison.differences())
        .extracting(SettingDifference::name)
        .contains("adapter")
        .doesNotContain("decoder.kind");
    assertThat(comparison.verdicts())
        .singleElement()
        .satisfies(v -> assertThat(v.n()).isEqualTo(8));
    var ranks = client.send(new RunRequest.Compare(swept.runs())).comparison();
    assertThat(ranks.differences()).extracting(SettingDifference::name).contains("adapter.rank");
    client.send(new RunRequest.Tag(after, List.of("good")));
    client.send(new RunRequest.Note(after, "see\nhere"));
    assertThat(Waiting.run(client, after).notes()).isEqualTo("see\nhere");
    assertThat(client.send(new ModelRequest.Adapters()).adapters()).hasSize(2);
    Path artefacts = Path.of(Waiting.run(client, swept.runs().getFirst()).folder());
    assertThat(artefacts).isDirectory();
    client.send(new RunRequest.Delete(swept.runs().getFirst()));
    assertThat(artefacts).doesNotExist();
    assertThatThrownBy(() -> Waiting.run(client, swept.runs().getFirst()))
        .isInstanceOf(BadInputException.class);
  }

  private String evaluated(String adapter) {
    EvaluateSpec spec =
        new EvaluateSpec(
            "",
            new ModelChoice(model.toString(), "nf4", "cpu"),
            adapter,
            "best",
            new DataChoice(dataset, "V1", 0, 8, 8, 42),
            "test",
            0,
            DecoderChoice.topThree(),
            4,
            64,
            true);
    String run = run(new Task.Evaluate(spec));
    assertThat(Waiting.run(client, run).summary().status()).isEqualTo(RunStatus.FINISHED);
    return run;
  }

  @Test
  void waitingJobsAreMovedPausedAndCancelled() {
    TrainSpec spec = TinyShop.spec(model, dataset, 4_000, 4_000);
    JobInfo running = Waiting.submit(client, new Task.Train(spec));
    Waiting.state(client, running.id(), JobState.RUNNING);
    JobInfo second = Waiting.submit(client, new Task.Train(spec));
    JobInfo third = Waiting.submit(client, new Task.Train(spec));
    client.send(new JobRequest.Move(third.id(), 1));
    assertThat(client.send(new JobRequest.Jobs()).jobs().stream().filter(j -> j.place() > 0))
        .extracting(JobInfo::id)
        .containsSubsequence(third.id(), second.id());
    client.send(new JobRequest.Cancel(second.id()));
    assertThat(Waiting.run(client, second.run()).summary().status()).isEqualTo(RunStatus.CANCELLED);
    client.send(new JobRequest.Pause(third.id()));
    client.send(new JobRequest.Cancel(third.id()));
    client.send(new JobRequest.Cancel(running.id()));
    Waiting.state(client, running.id(), JobState.CANCELLED);
    assertThat(Waiting.run(client, running.run()).checkpoints()).isNotEmpty();
    assertThatThrownBy(
            () -> Waiting.submit(client, new Task.Train(Specs.with(spec, "saving.every", "0"))))
        .isInstanceOf(BadInputException.class);
  }
}
