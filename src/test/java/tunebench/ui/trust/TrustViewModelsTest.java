package tunebench.ui.trust;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tunebench.protocol.JobRequest;
import tunebench.protocol.JobState;
import tunebench.protocol.Outcome;
import tunebench.protocol.RunRequest;
import tunebench.protocol.Task;
import tunebench.protocol.TrustRequest;
import tunebench.run.RunRecord;
import tunebench.ui.fake.Desks;
import tunebench.ui.fake.FakeService;
import tunebench.ui.work.Desk;
import tunebench.ui.work.Phase;

class TrustViewModelsTest {
  private final FakeService fake = FakeService.used();
  private final Desk desk = Desks.at(fake).desk();

  private RunRecord run(String id) {
    return fake.send(new RunRequest.Run(id)).run();
  }

  @Test
  void evidenceComesWithTheRunThatIsShown() {
    var record = new SimpleObjectProperty<@Nullable RunRecord>();
    var model = new EvidenceViewModel(desk, record);
    assertThat(model.screen().phase()).isEqualTo(Phase.EMPTY);
    record.set(run("eval-tuned"));
    assertThat(Objects.requireNonNull(model.evidenceProperty().get()).run())
        .isEqualTo("eval-tuned");
    assertThat(model.screen().phase()).isEqualTo(Phase.READY);
    record.set(null);
    assertThat(model.evidenceProperty().get()).isNull();
    fake.problem(TrustRequest.Evidence.class, "The store cannot be read.");
    record.set(run("eval-base"));
    assertThat(model.screen().phase()).isEqualTo(Phase.FAILED);
  }

  @Test
  void oneSeedAloneIsSaid() {
    assertThat(EvidenceViewModel.noise(null)).startsWith("These settings ran with one seed only");
    assertThat(EvidenceViewModel.leak(null)).contains("test part alone");
  }

  @Test
  void theDataIsCheckedAsItIsSplitAndCutNow() {
    var model = new DataFindingsViewModel(desk);
    assertThat(model.screen().phase()).isEqualTo(Phase.EMPTY);
    model.check();
    var asked = fake.asked(TrustRequest.CheckData.class).getLast();
    assertThat(asked.data()).isEqualTo(desk.draft().data());
    assertThat(asked.maxTokens()).isEqualTo(182);
    assertThat(asked.model()).isNotEmpty();
    var found = Objects.requireNonNull(model.findingsProperty().get());
    assertThat(DataFindingsViewModel.words(found.risks().get(1)))
        .isEqualTo("price in the text, cut off");
    assertThat(DataFindingsViewModel.words(found.duplicates().getFirst()))
        .isEqualTo("the same, in test, repeats one of train");
    desk.workspace().datasetProperty().set(null);
    assertThat(model.screen().phase()).isEqualTo(Phase.EMPTY);
    model.check();
    assertThat(model.screen().phase()).isEqualTo(Phase.FAILED);
  }

  @Test
  void aReplayTellsWhatCameOfIt() {
    var model = new AgainViewModel(desk);
    model.replay(run("train-1"));
    assertThat(model.sameProperty().get()).contains("is made once more");
    String job = fake.lastJob().id();
    fake.yields(job, new Outcome.Replayed("new", "train-1", false, 7, "Step 7 differs."));
    fake.move(job, JobState.DONE, 1, 1, "");
    assertThat(model.sameProperty().get()).isEmpty();
    assertThat(model.otherProperty().get()).isEqualTo("Step 7 differs.");
    model.replay(run("train-1"));
    fake.move(fake.lastJob().id(), JobState.FAILED, 1, 1, "The model is gone.");
    assertThat(model.problemProperty().get()).isEqualTo("The model is gone.");
  }

  @Test
  void otherSeedsAreTrainedForAnEvaluation() {
    var model = new AgainViewModel(desk);
    model.seeds(run("train-1"));
    assertThat(model.problemProperty().get()).contains("Choose the evaluation of an adapter");
    model.seeds(run("eval-tuned"));
    var task = (Task.Seeds) fake.asked(JobRequest.Submit.class).getLast().task();
    assertThat(task.seeds()).isEqualTo(List.of(43L, 44L));
    assertThat(task.base()).isEqualTo(run("train-1").train());
    assertThat(task.evaluation()).isEqualTo(run("eval-tuned").evaluate());
  }
}
