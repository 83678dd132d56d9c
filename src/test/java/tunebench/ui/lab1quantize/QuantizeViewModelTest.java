package tunebench.ui.lab1quantize;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tunebench.protocol.JobRequest;
import tunebench.protocol.JobState;
import tunebench.protocol.ModelReply.Footprint;
import tunebench.protocol.ModelRequest;
import tunebench.protocol.Outcome;
import tunebench.ui.fake.Desks;
import tunebench.ui.fake.FakeModels;
import tunebench.ui.fake.FakeService;
import tunebench.ui.work.Phase;

class QuantizeViewModelTest {
  private final FakeService fake = FakeService.used();
  private final Desks desks = Desks.at(fake);
  private final QuantizeViewModel model = new QuantizeViewModel(desks.desk());

  @Test
  void readsTheTreeOfTheOpenModel() {
    assertThat(model.screen().phase()).isEqualTo(Phase.READY);
    assertThat(java.util.Objects.requireNonNull(model.treeProperty().get()).parameters())
        .isEqualTo(5_330_944);
  }

  @Test
  void llamaTakesWhatTheCourseSays() {
    desks.desk().workspace().modelProperty().set(FakeModels.LLAMA);
    assertThat(model.footprints())
        .filteredOn(row -> row.quantization().equals("nf4"))
        .extracting(Footprint::courseBytes)
        .containsExactly(5_591_539_712L);
    assertThat(model.savingProperty().get()).startsWith("Double quantization saves 32");
  }

  @Test
  void withoutTheSwitchDoublyQuantizedFormatsAreHidden() {
    model.doublyProperty().set(false);
    assertThat(model.shown())
        .extracting(Footprint::quantization)
        .contains("nf4")
        .doesNotContain("nf4-double", "fp4-double");
  }

  @Test
  void theAdapterIsCountedOnDemand() {
    model.adapterProperty().set(true);
    assertThat(fake.asked(ModelRequest.Footprints.class).getLast().rank()).isEqualTo(32);
    assertThat(model.footprints()).allMatch(row -> row.adapterBytes() > 0);
  }

  @Test
  void measuredBytesStandBesideTheirFormat() {
    model.measure();
    assertThat(fake.asked(JobRequest.Submit.class)).hasSize(8);
    Footprint computed = model.footprints().getFirst();
    fake.yields("job-1", new Outcome.Loaded(computed, 21_323_999, 0.4));
    fake.move("job-1", JobState.DONE, 1, 1, "");
    assertThat(model.measured()).containsEntry("fp32", 21_323_999L);
  }

  @Test
  void aMeasurementCanBeStoppedAndIsNotTakenForAnotherModel() {
    model.measure();
    assertThat(model.busyProperty().get()).isTrue();
    model.stop();
    assertThat(fake.asked(JobRequest.Cancel.class)).hasSize(8);
    desks.desk().workspace().modelProperty().set(FakeModels.LLAMA);
    assertThat(model.busyProperty().get()).isFalse();
    fake.yields("job-1", new Outcome.Loaded(model.footprints().getFirst(), 1, 0.4));
    fake.move("job-1", JobState.DONE, 1, 1, "");
    assertThat(model.measured()).isEmpty();
  }

  @Test
  void aModelThatCannotBeReadSaysWhyAndTriesAgain() {
    fake.problem(ModelRequest.Tree.class, "config.json is missing.");
    desks.desk().workspace().modelProperty().set(FakeModels.LLAMA);
    assertThat(model.screen().phase()).isEqualTo(Phase.FAILED);
    assertThat(model.screen().sentence()).isEqualTo("config.json is missing.");
    fake.problem(ModelRequest.Tree.class, null);
    java.util.Objects.requireNonNull(model.screen().actionProperty().get()).run();
    assertThat(model.screen().phase()).isEqualTo(Phase.READY);
  }

  @Test
  void nf4WinsAgainstTheNearestOfItsRivals() {
    var layer = new LayerViewModel(desks.desk());
    layer.show(
        Modules.bare(
            java.util.Objects.requireNonNull(model.treeProperty().get()).children().getFirst()));
    assertThat(layer.verdictProperty().get())
        .startsWith("NF4 misses these weights by 14 % less than INT4");
  }

  @Test
  void trialsPriceTheSameRowsInEachFormat() {
    var trials = new TrialsViewModel(desks.desk());
    trials.start(List.of("bf16", "nf4"));
    assertThat(trials.trials()).hasSize(2);
    fake.move("job-1", JobState.RUNNING, 20, 50, "");
    assertThat(trials.trials().getFirst().rate()).isEqualTo(11.5);
    assertThat(trials.trials().getFirst().state()).isEqualTo("20 of 50");
    fake.move("job-1", JobState.FAILED, 20, 50, "The device has no memory left.");
    assertThat(trials.problemProperty().get()).isEqualTo("BF16: The device has no memory left.");
  }
}
