package tunebench.ui.lab2baseline;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tunebench.protocol.JobRequest;
import tunebench.protocol.ModelRequest;
import tunebench.protocol.Task;
import tunebench.ui.fake.Desks;
import tunebench.ui.fake.FakeModels;
import tunebench.ui.fake.FakeService;
import tunebench.ui.work.Phase;

class BaselineViewModelsTest {
  private final FakeService fake = FakeService.used();
  private final Desks desks = Desks.at(fake);

  @Test
  void comparesAllOpenModelsOnTheCoursesNumbers() {
    var model = new TokenizersViewModel(desks.desk());
    assertThat(model.tokenizers()).hasSize(2);
    assertThat(model.texts()).containsExactly("0", "1", "10", "100", "999", "1000");
    assertThat(model.verdictProperty().get()).startsWith("Every price from 0 to 999 is one token");
  }

  @Test
  void aModelCanBeLeftOut() {
    var model = new TokenizersViewModel(desks.desk());
    model.include(FakeModels.LLAMA, false);
    assertThat(fake.asked(ModelRequest.CompareTokenizers.class).getLast().folders())
        .containsExactly(FakeModels.BASE.folder());
  }

  @Test
  void nothingToCutIsAnEmptyScreen() {
    var model = new TokenizersViewModel(desks.desk());
    model.textsProperty().set(" , ");
    assertThat(model.screen().phase()).isEqualTo(Phase.EMPTY);
  }

  @Test
  void measuresTheUntrainedModelOnTheTestPart() {
    var model = new BaselineViewModel(desks.desk());
    model.formatProperty().set("int8");
    model.start();
    Task.Evaluate task = (Task.Evaluate) fake.asked(JobRequest.Submit.class).getLast().task();
    assertThat(task.spec().adapter()).isEmpty();
    assertThat(task.spec().part()).isEqualTo("test");
    assertThat(task.spec().model().quantization()).isEqualTo("int8");
    assertThat(model.evaluation().screen().phase()).isEqualTo(Phase.BUSY);
    assertThat(model.beforeProperty().get()).as("nothing was shown before").isEmpty();
    model.start();
    assertThat(model.beforeProperty().get()).isNotEmpty();
  }
}
