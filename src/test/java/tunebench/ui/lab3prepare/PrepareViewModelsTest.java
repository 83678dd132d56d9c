package tunebench.ui.lab3prepare;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tunebench.protocol.DataRequest;
import tunebench.protocol.ModelRequest;
import tunebench.run.AdapterChoice;
import tunebench.run.DataChoice;
import tunebench.ui.fake.Desks;
import tunebench.ui.fake.FakeModels;
import tunebench.ui.fake.FakeService;
import tunebench.ui.work.Phase;

class PrepareViewModelsTest {
  private final FakeService fake = FakeService.used();
  private final Desks desks = Desks.at(fake);

  @Test
  void aDroppedFileIsPreviewedAndAColumnCorrectedByHand() {
    var model = new ImportViewModel(desks.desk());
    model.open(Path.of("/tmp/messy.csv"));
    assertThat(model.screen().phase()).isEqualTo(Phase.READY);
    assertThat(model.accountProperty().get())
        .isEqualTo("63 rows · 54 products · 9 rejected · UTF-8");
    model.map("brand", "");
    assertThat(fake.asked(DataRequest.Preview.class).getLast().choice().columns())
        .containsEntry("brand", List.of())
        .containsEntry("title", List.of("title"));
  }

  @Test
  void anotherFileForgetsTheColumnsOfTheOneBefore() {
    var model = new ImportViewModel(desks.desk());
    model.open(Path.of("/tmp/a.csv"));
    model.map("brand", "category");
    model.open(Path.of("/tmp/b.csv"));
    DataRequest.Preview last = fake.asked(DataRequest.Preview.class).getLast();
    assertThat(last.file()).isEqualTo(Path.of("/tmp/b.csv").toString());
    assertThat(last.choice().columns()).isEmpty();
  }

  @Test
  void animportOpensTheDatasetForAllLabs() {
    var model = new ImportViewModel(desks.desk());
    model.open(Path.of("/tmp/a.csv"));
    model.accept();
    assertThat(Objects.requireNonNull(desks.desk().workspace().datasetProperty().get()).file())
        .isEqualTo(Path.of("/tmp/a.csv").toString());
    assertThat(model.doneProperty().get()).startsWith("a.csv is imported");
  }

  @Test
  void aFileThatCannotBeReadSaysWhy() {
    fake.problem(DataRequest.Preview.class, "a.csv has no column for the price.");
    var model = new ImportViewModel(desks.desk());
    model.open(Path.of("/tmp/a.csv"));
    assertThat(model.screen().phase()).isEqualTo(Phase.FAILED);
    assertThat(model.screen().sentence()).isEqualTo("a.csv has no column for the price.");
  }

  @Test
  void movingTheLimitCountsTwentyThousandRowsAnewWithoutAsking() {
    var model = new TokensViewModel(desks.desk());
    int asked = fake.asked(DataRequest.TokenLengths.class).size();
    List<Integer> counts = Objects.requireNonNull(model.lengthsProperty().get()).counts();
    long beyond = counts.subList(119, counts.size()).stream().mapToInt(Integer::intValue).sum();
    model.limit(118);
    assertThat(model.cutProperty().get())
        .startsWith(tunebench.ui.control.Show.text("%,d of 20,000 rows", beyond));
    assertThat(fake.asked(DataRequest.TokenLengths.class)).hasSize(asked);
    assertThat(fake.asked(DataRequest.Xray.class).getLast().maxTokens()).isEqualTo(118);
  }

  @Test
  void aSplitThatCannotBeMadeStaysInSightToBeChanged() {
    var model = new TokensViewModel(desks.desk());
    assertThat(model.products()).isNotEmpty();
    fake.problem(DataRequest.SplitSizes.class, "Of 2 products none is left to train on.");
    DataChoice split = desks.desk().draft().splitProperty().get();
    desks.desk().draft().splitProperty().set(with(split, 500));
    assertThat(model.screen().phase()).isEqualTo(Phase.READY);
    assertThat(model.problemProperty().get()).startsWith("Of 2 products");
    assertThat(model.products()).isEmpty();
    assertThat(model.cutProperty().get()).isEmpty();
    fake.problem(DataRequest.SplitSizes.class, null);
    desks.desk().draft().splitProperty().set(split);
    assertThat(model.problemProperty().get()).isEmpty();
    assertThat(model.products()).isNotEmpty();
    assertThat(model.lengthsProperty().get()).isNotNull();
  }

  private static DataChoice with(DataChoice d, int test) {
    return new DataChoice(d.dataset(), d.template(), d.train(), d.validation(), test, d.seed());
  }

  @Test
  void theAdapterOfLlamaHasAsManyParametersAsTheCourseSays() {
    desks.desk().workspace().modelProperty().set(FakeModels.LLAMA);
    var model = new AdapterViewModel(desks.desk());
    assertThat(model.parameters(AdapterChoice.course())).isEqualTo(27_262_976);
    assertThat(model.shareProperty().get()).isEqualTo("0.34 %");
    assertThat(model.sizeProperty().get()).isEqualTo("109 MB");
  }

  @Test
  void parametersFollowWhatIsTypedWithoutReadingTheModelAgain() {
    desks.desk().workspace().modelProperty().set(FakeModels.LLAMA);
    var model = new AdapterViewModel(desks.desk());
    int asked = fake.asked(ModelRequest.Tree.class).size();
    AdapterChoice c = AdapterChoice.course();
    desks
        .desk()
        .draft()
        .adapterProperty()
        .set(new AdapterChoice(64, c.alpha(), c.dropout(), c.targets(), false));
    assertThat(model.parametersProperty().get()).isEqualTo("54,525,952");
    model.target("o_proj", false);
    assertThat(desks.desk().draft().adapterProperty().get().targets())
        .containsExactly("q_proj", "k_proj", "v_proj");
    assertThat(fake.asked(ModelRequest.Tree.class)).hasSize(asked);
  }
}
