package tunebench.ui.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tunebench.BadInputException;
import tunebench.pdf.Printed;
import tunebench.run.EvaluationRow;
import tunebench.run.RunComparison;
import tunebench.run.RunRecord;
import tunebench.run.SettingDifference;
import tunebench.ui.control.RunWords;
import tunebench.ui.fake.FakeService;
import tunebench.ui.work.Writing;

class RunsExportTest {
  private static final SideBySide EVALUATIONS =
      SideReader.read(FakeService.used(), List.of("eval-base", "eval-tuned"));
  private static final SideBySide TRAININGS =
      SideReader.read(FakeService.used(), List.of("train-1", "train-2"));

  /** A curve and a scatter plot. */
  private static final SideBySide BOTH =
      SideReader.read(FakeService.used(), List.of("train-1", "eval-tuned"));

  /** Right of the text, in points: 15 mm. */
  private static final float MARGIN = 42;

  private final List<String> steps = new ArrayList<>();
  @TempDir Path folder = Path.of("");

  @Test
  void theTableOfEvaluationsHasEachRunsGuess() throws IOException {
    List<String> lines = Files.readAllLines(write(EVALUATIONS, RunsFormat.CSV));
    assertThat(lines.getFirst()).isEqualTo("line,title,category,truth,eval-base,eval-tuned");
    EvaluationRow last = rows("eval-base").getLast();
    assertThat(lines).hasSize(1 + rows("eval-base").size());
    assertThat(lines.getLast())
        .startsWith(last.line() + ",")
        .endsWith(
            "," + last.truth() + "," + last.guess() + "," + rows("eval-tuned").getLast().guess());
  }

  @Test
  void theTableOfTrainingsHasWhatDiffers() throws IOException {
    List<String> lines = Files.readAllLines(write(TRAININGS, RunsFormat.CSV));
    assertThat(lines.getFirst()).isEqualTo("setting,course settings,\"higher rate, r = 16\"");
    assertThat(lines).hasSize(1 + TRAININGS.comparison().differences().size());
  }

  @Test
  void thePageHasARowPerFactAndAPicturePerChart() throws IOException {
    Document page = Jsoup.parse(Files.readString(write(BOTH, RunsFormat.HTML)));
    assertThat(page.select("table").size()).isEqualTo(1);
    assertThat(page.select("tr:first-child th").eachText()).containsSubsequence(names(BOTH));
    assertThat(page.select("img")).hasSize(2);
    for (Element image : page.select("img")) {
      String[] source = image.attr("src").split(",", 2);
      assertThat(source[0]).isEqualTo("data:image/png;base64");
      byte[] png = Base64.getDecoder().decode(source[1]);
      assertThat(ImageIO.read(new ByteArrayInputStream(png)).getWidth()).isEqualTo(1200);
      assertThat(image.attr("alt")).isNotBlank();
    }
  }

  @Test
  void thePdfHoldsNamesVerdictAndAPicturePerChart() throws IOException {
    try (Printed pdf = Printed.of(write(EVALUATIONS, RunsFormat.PDF))) {
      assertThat(pdf.pages()).isEqualTo(2);
      assertThat(pdf.text())
          .contains("Runs side by side", "1 / 2", "2 / 2")
          .contains(names(EVALUATIONS))
          .contains(Printed.words(EVALUATIONS.comparison().verdicts().getFirst().verdict()));
      assertThat(pdf.pictures()).isEqualTo(2);
    }
    try (Printed pdf = Printed.of(write(BOTH, RunsFormat.PDF))) {
      assertThat(pdf.text()).contains("Loss of the price token").contains(names(BOTH));
      assertThat(pdf.pictures()).isEqualTo(2);
    }
  }

  /** A path or hash is longer than a cell is wide, and eleven runs are more than a sheet holds. */
  @Test
  void nothingOfManyRunsFallsOffThePaper() throws IOException {
    RunComparison found = TRAININGS.comparison();
    List<RunRecord> runs = Collections.nCopies(11, found.runs().getFirst());
    var long64 = new SettingDifference("data.hash", Collections.nCopies(11, "9c1185a5".repeat(8)));
    var compared = new RunComparison(runs, List.of(long64), found.verdicts(), "", null);
    var many = new SideBySide(compared, TRAININGS.losses(), EVALUATIONS.rows());
    try (Printed pdf = Printed.of(write(many, RunsFormat.PDF))) {
      assertThat(pdf.text().split("status", -1)).as("tables of four runs").hasSize(1 + 3);
      for (int page = 1; page <= pdf.pages(); page++) {
        assertThat(pdf.rightmost(page)).isBetween(1f, pdf.width(page) - MARGIN);
      }
    }
  }

  @Test
  void thePictureShowsPlotsSideBySideOrCurves() throws IOException {
    var plots = ImageIO.read(write(EVALUATIONS, RunsFormat.PNG).toFile());
    assertThat(plots.getWidth()).isEqualTo(2 * plots.getHeight());
    assertThat(ImageIO.read(write(TRAININGS, RunsFormat.PNG).toFile()).getWidth()).isEqualTo(1200);
  }

  @Test
  void tellsWhichChartItIsAt() {
    write(EVALUATIONS, RunsFormat.PDF);
    assertThat(steps)
        .containsExactly(
            "Writing runs.pdf: reading the runs",
            "Writing runs.pdf: chart 1 of 2",
            "Writing runs.pdf: chart 2 of 2",
            "Writing runs.pdf: laying out the pages",
            "Writing runs.pdf: to the disk");
  }

  /** Wherever it is stopped, the file of before is whole and nothing lies beside it. */
  @ParameterizedTest
  @EnumSource(RunsFormat.class)
  void stoppedLeavesWhatWasThere(RunsFormat format) throws IOException {
    Path file = Files.writeString(folder.resolve("runs." + format.ending()), "before");
    List<Writing> self = new ArrayList<>();
    var writing = new Writing("runs." + format.ending(), step -> self.getFirst().stop());
    self.add(writing);
    assertThatThrownBy(() -> RunsExport.write(EVALUATIONS, format, file, writing))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            "The export was cancelled; nothing was written to runs." + format.ending() + ".");
    assertThat(file).hasContent("before");
    assertThat(files()).containsExactly(file);
  }

  @ParameterizedTest
  @EnumSource(RunsFormat.class)
  void aFolderThatIsNotThereIsToldInASentence(RunsFormat format) {
    Path file = folder.resolve("gone/runs." + format.ending());
    assertThatThrownBy(() -> RunsExport.write(EVALUATIONS, format, file, writing(file)))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            file
                + " cannot be written (there is no such folder); choose a folder that exists and"
                + " that you may write to.");
  }

  @Test
  void aFolderOfThatNameStaysAndNothingLiesBesideIt() throws IOException {
    Path taken = Files.createDirectories(folder.resolve("runs.csv"));
    Files.writeString(taken.resolve("kept"), "");
    assertThatThrownBy(() -> RunsExport.write(EVALUATIONS, RunsFormat.CSV, taken, writing(taken)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("a folder has that name");
    assertThat(files()).containsExactly(taken);
  }

  private Path write(SideBySide side, RunsFormat format) {
    Path file = folder.resolve("runs." + format.ending());
    return RunsExport.write(side, format, file, writing(file));
  }

  private Writing writing(Path file) {
    return new Writing(String.valueOf(file.getFileName()), steps::add);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  private static List<EvaluationRow> rows(String run) {
    return Objects.requireNonNull(EVALUATIONS.rows().get(run));
  }

  private static List<String> names(SideBySide side) {
    return side.comparison().runs().stream().map(run -> RunWords.name(run.summary())).toList();
  }
}
