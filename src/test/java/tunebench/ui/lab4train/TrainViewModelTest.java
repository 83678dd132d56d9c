package tunebench.ui.lab4train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import tunebench.protocol.JobRequest;
import tunebench.protocol.Task;
import tunebench.run.Hyperparameters;
import tunebench.ui.fake.Desks;
import tunebench.ui.fake.FakeService;

class TrainViewModelTest {
  @Test
  void withoutDataNothingStartsAndTheScreenSaysWhatIsMissing() {
    FakeService fake = FakeService.fresh();
    var model = new TrainViewModel(Desks.at(fake).desk());
    assertThat(model.missingProperty().get()).startsWith("Choose a model and products");
    model.start();
    assertThat(fake.asked(JobRequest.Submit.class)).isEmpty();
  }

  @Test
  void theRunThatStartsIsTheOneThatIsShownInTheForm() {
    FakeService fake = FakeService.used();
    Desks desks = Desks.at(fake);
    var model = new TrainViewModel(desks.desk());
    desks.desk().draft().nameProperty().set("mine");
    model.start();
    assertThat(fake.asked(JobRequest.Submit.class).getLast().task())
        .isEqualTo(
            new Task.Train(Objects.requireNonNull(desks.desk().draft().specBinding().get())));
    assertThat(model.training().recordProperty().get()).isNotNull();
  }

  @Test
  void aPlanThatDoesNotFitNamesTheSmallestChanges() {
    FakeService fake = FakeService.used();
    Desks desks = Desks.at(fake);
    var model = new TrainViewModel(desks.desk());
    assertThat(model.fitProperty().get()).startsWith("Fits: ");
    Hyperparameters h = desks.desk().draft().trainingProperty().get();
    desks
        .desk()
        .draft()
        .trainingProperty()
        .set(
            new Hyperparameters(
                1,
                400,
                1,
                h.learningRate(),
                h.warmupRatio(),
                h.weightDecay(),
                h.maxGradientNorm(),
                182,
                false,
                false,
                true,
                true,
                0,
                42));
    assertThat(model.fitProperty().get()).isEmpty();
    assertThat(model.unfitProperty().get())
        .startsWith("Does not fit: ")
        .contains("Batch 400 → 200 frees 16.1 GB and is enough");
  }
}
