package tunebench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tunebench.BadInputException;
import tunebench.eval.AnswerParser;
import tunebench.eval.Metrics;
import tunebench.eval.Prediction;
import tunebench.pdf.Printed;

class ReportWriterTest {
  private static final List<String> FILES =
      List.of(
          "footprint.png",
          "loss.png",
          "predictions-before.png",
          "predictions.png",
          "report.html",
          "report.json",
          "report.pdf");

  @TempDir Path folder = Path.of("");

  @Test
  void writesTheWholeSetAndLeavesNothingElse() throws IOException {
    LabsReport report = SampleReport.of(20, 80);
    Path page = ReportWriter.write(report, folder.resolve("new/deep"));
    assertThat(page).exists().hasFileName("report.html");
    assertThat(names(folder.resolve("new/deep"))).isEqualTo(FILES);
    assertThat(ReportJson.read(page.resolveSibling("report.json"))).isEqualTo(report);
  }

  @Test
  void thePdfHoldsTextsTablesAndCharts() throws IOException {
    LabsReport report = SampleReport.of(20, 80);
    ReportWriter.write(report, folder);
    try (Printed pdf = Printed.of(folder.resolve("report.pdf"))) {
      // Letters, signs and figures are in the font, not replaced.
      assertThat(pdf.text())
          .contains("Quantization and memory", report.model(), "nf4", "±", "“Price is $”");
      assertThat(pdf.pictures()).isEqualTo(4);
    }
  }

  @Test
  void chartsHaveTwiceThePixels() throws IOException {
    ReportWriter.write(SampleReport.of(20, 80), folder);
    BufferedImage loss = image("loss.png");
    assertThat(loss.getWidth()).isEqualTo(2 * LossChart.WIDTH);
    assertThat(loss.getHeight()).isEqualTo(2 * LossChart.HEIGHT);
    assertThat(image("predictions.png").getWidth()).isEqualTo(2 * PredictionChart.WIDTH);
    assertThat(image("footprint.png").getWidth()).isEqualTo(2 * FootprintChart.WIDTH);
  }

  @Test
  void theSameReportGivesTheSameBytes() throws IOException {
    ReportWriter.write(SampleReport.of(20, 80), folder.resolve("a"));
    ReportWriter.write(SampleReport.of(20, 80), folder.resolve("b"));
    for (String file : FILES) {
      assertThat(folder.resolve("a").resolve(file))
          .hasSameBinaryContentAs(folder.resolve("b").resolve(file));
    }
  }

  @Test
  void replacesAnEarlierReportAndWhatAKilledRunLeft() throws IOException {
    Files.createDirectories(folder.resolve(".report.tmp"));
    Files.writeString(folder.resolve(".report.tmp/report.json"), "{\"half");
    Files.writeString(folder.resolve("report.json"), "old");
    ReportWriter.write(SampleReport.of(5, 5), folder);
    assertThat(names(folder)).isEqualTo(FILES);
    assertThat(ReportJson.read(folder.resolve("report.json")).seed()).isEqualTo(42);
  }

  @Test
  void aFolderThatCannotBeMadeIsRefusedWithASentence() throws IOException {
    Path file = Files.writeString(folder.resolve("taken"), "");
    LabsReport report = SampleReport.of(3, 3);
    assertThatThrownBy(() -> ReportWriter.write(report, file))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("cannot be written to " + file);
  }

  /** One product, no answer, no step, no memory: nothing to draw must not stop the report. */
  @Test
  void aRunThatHardlyRanStillGetsItsReport() {
    var silent = List.of(Prediction.read(0, "x", 0, "", AnswerParser.COURSE_V1));
    Metrics metrics = Metrics.of(silent);
    var report =
        new LabsReport(
            "m",
            "CPU",
            1,
            Map.of(),
            new LabsReport.Lab1(List.of()),
            Map.of(),
            Map.of(),
            new LabsReport.Lab3(0, 1, 0, 0, 0, List.of(), List.of(), 0, 0),
            LabsReport.Lab4.of(List.of(), 0, 0),
            new LabsReport.Lab5(metrics, "greedy", "nf4", Map.of(), Map.of()),
            BaselineScores.of(metrics, metrics, metrics),
            null,
            PricedProduct.pair(List.of(), silent));
    assertThat(ReportWriter.write(report, folder)).exists();
    assertThat(ReportJson.read(folder.resolve("report.json"))).isEqualTo(report);
  }

  private BufferedImage image(String name) throws IOException {
    File file = folder.resolve(name).toFile();
    return Objects.requireNonNull(ImageIO.read(file));
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }
}
