package tunebench.ui.lab5evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tunebench.protocol.Event;
import tunebench.protocol.JobRequest;
import tunebench.protocol.RunRequest;
import tunebench.protocol.Task;
import tunebench.run.EvaluateSpec;
import tunebench.run.RunKind;
import tunebench.run.RunStatus;
import tunebench.ui.fake.Desks;
import tunebench.ui.fake.FakeRuns;
import tunebench.ui.fake.FakeService;

class EvaluateViewModelTest {
  private final FakeService fake = FakeService.used();
  private final EvaluateViewModel model = new EvaluateViewModel(Desks.at(fake).desk());

  @Test
  void pricesTheSameRowsWithAndWithoutTheAdapter() {
    model.start();
    var specs =
        fake.asked(JobRequest.Submit.class).stream()
            .map(submit -> ((Task.Evaluate) submit.task()).spec())
            .toList();
    assertThat(specs).extracting(EvaluateSpec::adapter).containsExactly("", "train-1");
    assertThat(specs.get(0).data()).isEqualTo(specs.get(1).data());
    assertThat(specs.get(0).limit()).isEqualTo(specs.get(1).limit());
  }

  @Test
  void comparesTheTwoOnceBothAreDone() {
    model.start();
    finish("run-job-1", "untrained");
    assertThat(fake.asked(RunRequest.Compare.class)).isEmpty();
    finish("run-job-2", "tuned");
    assertThat(fake.asked(RunRequest.Compare.class).getLast().runs())
        .containsExactly("run-job-1", "run-job-2");
  }

  @Test
  void withoutAnAdapterTheModelAloneIsPricedOnce() {
    model.adapterProperty().set(null);
    model.start();
    assertThat(fake.asked(JobRequest.Submit.class)).hasSize(1);
  }

  private void finish(String run, String name) {
    fake.tell(
        new Event.RunChanged(FakeRuns.summary(run, RunKind.EVALUATE, name, RunStatus.FINISHED)));
  }
}
