package tunebench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tunebench.BadInputException;

class ReportJsonTest {
  @TempDir Path folder = Path.of("");

  private final LabsReport report = SampleReport.of(30, 50);

  @Test
  void holdsEveryFieldOfTheContract() {
    JsonNode json = JsonMapper.shared().readTree(ReportJson.write(report));
    assertThat(json.propertyNames())
        .contains("model", "device", "seed", "lab1", "lab2", "lab3", "lab4", "lab5", "baselines");
    assertThat(json.at("/lab1/footprints/0").propertyNames())
        .containsExactlyInAnyOrder(
            "kind",
            "weightBytes",
            "constantBytes",
            "unquantizedBytes",
            "totalBytes",
            "measuredBytes");
    for (String scores : List.of("/lab2/int8", "/lab2/nf4", "/lab5")) {
      assertThat(json.at(scores).propertyNames())
          .contains("mae", "maeCi95", "rmsle", "hits", "n", "unparsed");
      assertThat(json.at(scores + "/maeCi95").size()).isEqualTo(2);
      assertThat(json.at(scores + "/maeCi95/0").asDouble())
          .isLessThan(json.at(scores + "/mae").asDouble());
    }
    assertThat(json.at("/lab5/decoder").asString()).isNotEmpty();
    assertThat(json.at("/lab3").propertyNames())
        .contains("examples", "maxTokens", "truncated", "trainableParameters");
    assertThat(json.at("/lab4").propertyNames())
        .contains("steps", "firstLoss", "lastLoss", "seconds", "tokensPerSecond");
    assertThat(json.at("/baselines/mean").isNumber()).isTrue();
    assertThat(json.at("/baselines/median").isNumber()).isTrue();
    assertThat(json.at("/baselines/textRidge").isNumber()).isTrue();
    for (String timing : LabsReport.TIMINGS) {
      assertThat(json.at("/" + timing.replace('.', '/')).isNumber()).as(timing).isTrue();
    }
  }

  @Test
  void whatIsWrittenIsReadBackToTheLastDigit() throws IOException {
    assertThat(ReportJson.read(file(ReportJson.write(report)))).isEqualTo(report);
  }

  @Test
  void aDivergedLossSurvivesAndDiffersFromOneThatWasNotTaken() throws IOException {
    var curve = List.of(new LossPoint(1, Double.NaN, Double.POSITIVE_INFINITY, 1e-4, -1 / 0.0));
    LabsReport diverged = with(LabsReport.Lab4.of(curve, 1, 2));
    byte[] json = ReportJson.write(diverged);
    assertThat(JsonMapper.shared().readTree(json).at("/lab4/lastLoss").asString()).isEqualTo("NaN");
    assertThat(ReportJson.read(file(json)).lab4()).isEqualTo(diverged.lab4());
  }

  @Test
  void withoutTimingsTwoRunsOfOneSeedAreEqual() {
    LabsReport slow =
        with(
            LabsReport.Lab4.of(report.lab4().curve(), 99_999, report.lab4().tokensPerSecond() / 9));
    assertThat(slow).isNotEqualTo(report);
    assertThat(slow.withoutTimings()).isEqualTo(report.withoutTimings());
    assertThat(ReportJson.write(slow.withoutTimings()))
        .isEqualTo(ReportJson.write(report.withoutTimings()));
  }

  @Test
  void aFileThatIsNoReportIsRefusedWithASentence() throws IOException {
    assertThatThrownBy(() -> ReportJson.read(folder.resolve("none.json")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("none.json is not a file");
    Path broken = file("{\"model\":".getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> ReportJson.read(broken))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("report.json is not a report");
  }

  private Path file(byte[] json) throws IOException {
    return Files.write(folder.resolve("report.json"), json);
  }

  private LabsReport with(LabsReport.Lab4 lab4) {
    return new LabsReport(
        report.model(),
        report.device(),
        report.seed(),
        report.settings(),
        report.lab1(),
        report.lab2(),
        report.lab2Expectation(),
        report.lab3(),
        lab4,
        report.lab5(),
        report.baselines(),
        report.floorMae(),
        report.predictions());
  }
}
