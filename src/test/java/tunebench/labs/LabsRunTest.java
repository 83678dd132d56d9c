package tunebench.labs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tunebench.BadInputException;
import tunebench.Fixtures;
import tunebench.lora.AdapterFolder;
import tunebench.report.LabsReport;
import tunebench.report.ReportWriter;
import tunebench.tensor.Devices;
import tunebench.train.TrainSettings;

/** The whole story on a small part of the shipped data. */
class LabsRunTest {
  @TempDir Path folder = Path.of("");

  @Test
  void theSameSeedGivesTheSameReportToTheLastDigit() throws IOException {
    List<String> stages = new ArrayList<>();
    LabsReport first = run(settings(Path.of("sample-data", "products.csv")), stages);
    LabsReport second = run(settings(Path.of("sample-data", "products.csv")), new ArrayList<>());
    assertThat(second.withoutTimings()).isEqualTo(first.withoutTimings());
    assertThat(first.lab1().footprints()).hasSize(6);
    assertThat(first.lab2().keySet()).containsExactly("bf16", "int8", "nf4", "nf4-double");
    assertThat(Objects.requireNonNull(first.lab2().get("int8")).n()).isEqualTo(24);
    assertThat(first.lab3().examples()).isEqualTo(96);
    assertThat(first.lab4().steps()).isEqualTo(12);
    assertThat(first.lab4().lastLoss()).isLessThan(first.lab4().firstLoss());
    assertThat(first.lab5().trained().keySet())
        .containsExactly("generate", "top-k", "mean", "median");
    assertThat(first.floorMae()).isBetween(5.0, 100.0);
    assertThat(stages).contains("Lab 1: quantizing", "Lab 2: int8: pricing", "Lab 4: training");
  }

  @Test
  void anInterruptedRunLeavesNoFileBehind() {
    LabsSettings settings = settings(Path.of("sample-data", "products.csv"));
    LabsProgress stop =
        (stage, done, total) -> {
          if (stage.startsWith("Lab 4") && done == 3) {
            throw new CancellationException("enough");
          }
        };
    assertThatThrownBy(() -> run(settings, stop)).isInstanceOf(CancellationException.class);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aFileWithTooFewProductsIsRefusedWithTheReason() throws IOException {
    Path csv = folder.resolve("few.csv");
    Files.writeString(csv, "title,price\nLamp,10\nPen,free\n");
    assertThatThrownBy(() -> run(settings(csv), new ArrayList<>()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("few.csv has 1 products that can be used")
        .hasMessageContaining("1 rows were rejected, the first because:");
  }

  private LabsReport run(LabsSettings settings, List<String> stages) throws IOException {
    return run(settings, (stage, done, total) -> stages.add(stage));
  }

  private LabsReport run(LabsSettings settings, LabsProgress progress) throws IOException {
    LabsReport report =
        new LabsRun(settings, Devices.choose("cpu"), progress)
            .run(adapter -> AdapterFolder.write(folder.resolve("adapter"), adapter, "base"));
    ReportWriter.write(report, folder);
    assertThat(folder.resolve("report.html")).isNotEmptyFile();
    return report;
  }

  private static LabsSettings settings(Path csv) {
    LabsSettings shipped = LabsSettings.of(Fixtures.shippedModel(), csv);
    TrainSettings train = shipped.train();
    return new LabsSettings(
        shipped.model(),
        csv,
        shipped.columns(),
        24,
        96,
        shipped.quantization(),
        shipped.lora(),
        new TrainSettings(
            1, 8, 1, 1e-3, 0.1, 0, 1, train.maxTokens(), false, true, false, 0, train.seed()),
        16);
  }
}
