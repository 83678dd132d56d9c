package tunebench.ui.runs;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tunebench.protocol.Event;
import tunebench.protocol.ModelRequest;
import tunebench.protocol.RunRequest;
import tunebench.run.EvaluationRow;
import tunebench.run.RunKind;
import tunebench.run.RunStatus;
import tunebench.run.RunSummary;
import tunebench.run.SettingDifference;
import tunebench.ui.fake.Desks;
import tunebench.ui.fake.FakeRows;
import tunebench.ui.fake.FakeRuns;
import tunebench.ui.fake.FakeService;
import tunebench.ui.work.Phase;
import tunebench.ui.work.Place;
import tunebench.ui.work.Work;

class RunsViewModelTest {
  private final FakeService fake = FakeService.used();
  private final Desks desks = Desks.at(fake);
  private final RunsViewModel model = new RunsViewModel(desks.desk());

  @Test
  void findsRunsByNameTagAndState() {
    model.searchProperty().set("FAILED");
    assertThat(model.listed()).extracting(RunSummary::id).containsExactly("train-3");
    model.searchProperty().set("untrained");
    assertThat(model.listed()).extracting(RunSummary::id).containsExactly("eval-base");
  }

  @Test
  void putsOnlyTheSettingsThatDifferSideBySide() {
    model.pick(List.of("train-1", "train-2"));
    var side = Objects.requireNonNull(model.sideProperty().get());
    assertThat(side.comparison().differences())
        .extracting(SettingDifference::name)
        .containsExactly("adapter.alpha", "adapter.rank", "training.learningRate");
    assertThat(side.losses()).hasSize(2);
    assertThat(side.rows()).isEmpty();
  }

  @Test
  void aBrushListsExactlyItsProducts() {
    model.pick(List.of("eval-base", "eval-tuned"));
    model.brush("eval-tuned", Set.of(1, 2, 3));
    assertThat(model.brushedRows()).extracting(EvaluationRow::index).containsExactly(1, 2, 3);
    assertThat(model.brushedIn("eval-base")).containsExactlyInAnyOrder(1, 2, 3);
  }

  /** One run priced a part of the rows, so the same product stands at another place in it. */
  @Test
  void aBrushFollowsTheProductNotItsPlace() {
    List<EvaluationRow> all = FakeRows.rows(true, 250);
    List<EvaluationRow> few = new ArrayList<>();
    for (EvaluationRow row : all.subList(100, 110)) {
      few.add(at(row, few.size()));
    }
    fake.tell(
        new Event.RunChanged(
            FakeRuns.summary("eval-few", RunKind.EVALUATE, "few", RunStatus.FINISHED)));
    few.forEach(row -> fake.tell(new Event.RowPriced("eval-few", row)));
    model.pick(List.of("eval-base", "eval-few"));

    model.brush("eval-few", Set.of(0, 4));

    assertThat(model.brushedRows())
        .extracting(EvaluationRow::title)
        .containsExactly(all.get(100).title(), all.get(104).title());
    assertThat(model.brushedIn("eval-base")).containsExactlyInAnyOrder(100, 104);
  }

  private static EvaluationRow at(EvaluationRow r, int index) {
    return new EvaluationRow(
        r.set(),
        index,
        r.line(),
        r.title(),
        r.category(),
        r.truth(),
        r.guess(),
        r.text(),
        r.parsed(),
        r.band(),
        r.distribution());
  }

  @Test
  void twoPickedRunsSayWhyTheyDiffer() {
    model.pick(List.of("train-1", "train-2"));
    assertThat(model.whyProperty().get()).startsWith("data: 1 row changed: line 412");
    model.pick(List.of("train-1"));
    assertThat(model.whyProperty().get()).isEmpty();
  }

  @Test
  void nothingPickedIsAnEmptyScreen() {
    model.pick(List.of("train-1"));
    model.pick(List.of());
    assertThat(model.screen().phase()).isEqualTo(Phase.EMPTY);
  }

  @Test
  void aRunIsMadeAgainFromTheSettingsThatItUsed() {
    model.pick(List.of("train-2"));
    var run = Objects.requireNonNull(model.sideProperty().get()).comparison().runs().getFirst();
    model.again(run);
    assertThat(desks.desk().draft().trainingProperty().get().learningRate()).isEqualTo(3e-4);
    assertThat(desks.desk().draft().adapterProperty().get().rank()).isEqualTo(16);
    assertThat(desks.visited()).containsExactly(Place.TRAIN);
  }

  @Test
  void tagsStandBetweenCommas() {
    model.pick(List.of("train-1"));
    model.describe("train-1", "name", "notes", " a, ,b ");
    assertThat(fake.asked(RunRequest.Tag.class))
        .containsExactly(new RunRequest.Tag("train-1", List.of("a", "b")));
  }

  @Test
  void anAdapterFolderIsBroughtIn() {
    model.bringIn(Path.of("/tmp/adapter"));
    assertThat(fake.asked(ModelRequest.ImportAdapter.class).getLast().name()).isEqualTo("adapter");
    assertThat(model.doneProperty().get()).contains("chosen in lab 5");
    assertThat(desks.opened()).containsExactly("import-1");
  }

  @Test
  void exportsOneLinePerProductWithEachRunsGuess(@TempDir Path folder) throws IOException {
    model.pick(List.of("eval-base", "eval-tuned"));
    Path file = folder.resolve("runs.csv");
    model.export(RunsFormat.CSV, file);
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(251);
    assertThat(lines.getFirst()).isEqualTo("line,title,category,truth,eval-base,eval-tuned");
  }

  @Test
  void exportsTheFirstRunsPassport(@TempDir Path folder) throws IOException {
    model.pick(List.of("train-1", "train-2"));
    Path file = folder.resolve("passport.json");
    model.exportPassport(file);
    assertThat(Files.readString(file)).contains("\"run\":\"train-1\"").contains("\"seed\":42");
    assertThat(model.doneProperty().get()).contains("passport.json");
  }

  @Test
  void exportsAPageThatNeedsNoOtherFile(@TempDir Path folder) throws IOException {
    model.pick(List.of("eval-base", "eval-tuned"));
    Path file = folder.resolve("runs.html");
    model.export(RunsFormat.HTML, file);
    String page = Files.readString(file);
    assertThat(page).contains("data:image/png;base64,").doesNotContain("http:", "https:");
  }

  @Test
  void exportsAPictureOfWhatThereIsToSee(@TempDir Path folder) throws IOException {
    model.pick(List.of("eval-base", "eval-tuned"));
    Path plots = folder.resolve("plots.png");
    model.export(RunsFormat.PNG, plots);
    var both = ImageIO.read(plots.toFile());
    assertThat(both.getWidth()).isEqualTo(2 * both.getHeight());
    assertThat(colours(both)).as("colours of bands and points").isGreaterThan(8);
    model.pick(List.of("train-1", "train-2"));
    Path curves = folder.resolve("curves.png");
    model.export(RunsFormat.PNG, curves);
    assertThat(colours(ImageIO.read(curves.toFile()))).isGreaterThan(8);
  }

  @Test
  void anExportRunsElsewhereTellsSoAndCanBeCancelled(@TempDir Path folder) {
    Deque<Runnable> away = new ArrayDeque<>();
    var later = new RunsViewModel(Desks.at(fake, Work.with(away::add, Runnable::run)).desk());
    later.pick(List.of("eval-base", "eval-tuned"));
    drain(away);
    Path file = folder.resolve("runs.pdf");
    later.export(RunsFormat.PDF, file);
    assertThat(later.exporter().stepProperty().get()).isEqualTo("Writing runs.pdf …");
    later.export(RunsFormat.CSV, folder.resolve("meanwhile.csv"));
    assertThat(away).as("one at a time").hasSize(1);
    later.exporter().cancel();
    drain(away);
    assertThat(later.exporter().stepProperty().get()).isEmpty();
    assertThat(later.problemProperty().get())
        .isEqualTo("The export was cancelled; nothing was written to runs.pdf.");
    assertThat(folder).isEmptyDirectory();

    later.export(RunsFormat.PDF, file);
    drain(away);
    assertThat(later.doneProperty().get()).isEqualTo("Written: " + file);
    assertThat(later.problemProperty().get()).isEmpty();
    assertThat(file).isNotEmptyFile();
  }

  @Test
  void anExportThatFailsSaysWhyAndTheNextMayBegin(@TempDir Path folder) {
    model.pick(List.of("eval-base", "eval-tuned"));
    model.export(RunsFormat.PDF, folder.resolve("gone/runs.pdf"));
    assertThat(model.problemProperty().get())
        .contains("gone/runs.pdf cannot be written", "choose a folder that exists");
    assertThat(model.exporter().stepProperty().get()).isEmpty();
    model.export(RunsFormat.CSV, folder.resolve("runs.csv"));
    assertThat(model.problemProperty().get()).isEmpty();
    assertThat(model.doneProperty().get()).contains("runs.csv");
  }

  private static void drain(Deque<Runnable> away) {
    while (!away.isEmpty()) {
      away.removeFirst().run();
    }
  }

  private static long colours(BufferedImage image) {
    return Arrays.stream(
            image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()))
        .distinct()
        .count();
  }
}
