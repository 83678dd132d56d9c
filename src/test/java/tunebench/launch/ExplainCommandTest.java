package tunebench.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainCommandTest {
  private static final Path SHOP = Path.of("sample-data/products.csv");

  @TempDir Path folder = Path.of("");

  @Test
  void oneEditedCellIsOneChangedRow() throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(SHOP));
    int price = lines.get(16).lastIndexOf(',') + 1;
    lines.set(16, lines.get(16).substring(0, price) + "123.45");
    Path edited = Files.write(folder.resolve("products.csv"), lines);
    CommandOutcome outcome = explain(passport("a", SHOP), passport("b", edited));
    assertThat(outcome.err()).isEmpty();
    String title = lines.get(16).substring(0, lines.get(16).indexOf(','));
    assertThat(outcome.json().get("sentence").asString())
        .isEqualTo("data: 1 row changed: line 17, \"" + title + "\", price");
    assertThat(outcome.json().get("differences").get(0).get("rows")).hasSize(1);
  }

  @Test
  void sameFilesSameSettingsNothingDiffers() throws IOException {
    CommandOutcome outcome = explain(passport("a", SHOP), passport("b", SHOP));
    assertThat(outcome.code()).isZero();
    assertThat(outcome.json().get("differences")).isEmpty();
  }

  @Test
  void settingsSeedAndModelFilesAreTold() throws IOException {
    Path model = Files.createDirectory(folder.resolve("model"));
    Files.writeString(model.resolve("config.json"), "{}");
    String first = passport("a", SHOP, "--model", model.toString(), "--setting", "rank=8");
    Files.writeString(model.resolve("config.json"), "{ }");
    String second =
        passport("b", SHOP, "--model", model.toString(), "--setting", "rank=16", "--seed", "43");
    assertThat(explain(first, second).json().get("sentence").asString())
        .contains("rows moved to another part")
        .contains("model: config.json differs")
        .contains("settings: seed 42 against 43")
        .contains("settings: rank 8 against 16")
        .doesNotContain("environment");
  }

  @Test
  void aPassportInsideAnotherFileIsFound() throws IOException {
    String plain = passport("a", SHOP);
    Path report = folder.resolve("report.json");
    Files.writeString(
        report, "{\"seed\": 1, \"passport\": " + Files.readString(Path.of(plain)) + "}");
    assertThat(explain(plain, report.toString()).json().get("differences")).isEmpty();
  }

  @Test
  void whatIsNoPassportIsRefusedInOneSentence() throws IOException {
    String none = Files.writeString(folder.resolve("none.json"), "{\"run\": \"x\"}").toString();
    CommandOutcome outcome = explain(none, none);
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("none.json is no passport of a run");
    assertThat(explain("nowhere.json", none).err())
        .contains("nowhere.json is not a file; give a run's passport.");
  }

  private String passport(String name, Path csv, String... more) {
    String file = folder.resolve(name + ".json").toString();
    List<String> arguments =
        new ArrayList<>(List.of("passport", "--csv", csv.toString(), "--out", file));
    arguments.addAll(List.of(more));
    CommandOutcome outcome = CommandOutcome.of(arguments.toArray(String[]::new));
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.code()).isZero();
    return file;
  }

  private static CommandOutcome explain(String first, String second) {
    return CommandOutcome.of("explain", first, second);
  }
}
