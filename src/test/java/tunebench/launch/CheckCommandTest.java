package tunebench.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class CheckCommandTest {
  private static final String MODEL = "assets/models/tunebench-base";
  private static final Path SHOP = Path.of("sample-data/products.csv");

  @TempDir Path folder = Path.of("");

  @Test
  void theShippedShopIsClean() {
    JsonNode json = check(SHOP, "--model", MODEL).json();
    assertThat(json.get("products").asInt()).isEqualTo(3_000);
    assertThat(json.get("risks")).isEmpty();
    assertThat(json.get("leaks")).isEmpty();
    assertThat(json.get("exactDuplicates").asInt()).isZero();
    assertThat(json.get("nearDuplicates").asInt()).isLessThanOrEqualTo(1);
    assertThat(json.get("tokens").get("count").get("fit").asInt()).isEqualTo(3_000);
    assertThat(json.get("parts").get("TEST").asInt()).isEqualTo(300);
  }

  /** 2,000 rows: 1,950 of the shop, 25 exact and 25 near copies, and ten texts with their price. */
  @Test
  void whatIsPlantedIsFoundAndLowersTheScore() throws IOException {
    List<String> lines = Files.readAllLines(SHOP);
    List<String> rows = new ArrayList<>(lines.subList(1, 1_951));
    var random = new Random(3);
    List<String> copies = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      String row = rows.get(37 * i);
      copies.add(i < 25 ? row : row.replaceFirst("\\. ", ". Now also in stock. "));
    }
    for (int i = 0; i < 10; i++) {
      String row = rows.get(37 * i + 11);
      String price = row.substring(row.lastIndexOf(',') + 1);
      rows.set(37 * i + 11, row.replaceFirst("\\. ", ". Yours for \\$" + price + ". "));
    }
    rows.addAll(copies);
    Collections.shuffle(rows, random);
    rows.addFirst(lines.getFirst());
    Path file = Files.write(folder.resolve("planted.csv"), rows);
    JsonNode json = check(file).json();
    assertThat(json.get("products").asInt()).isEqualTo(2_000);
    assertThat(json.get("leaked").asInt()).isEqualTo(10);
    assertThat(json.get("riskCounts").get("PRICE_IN_PROMPT").asInt()).isEqualTo(10);
    Set<Integer> repeats = new HashSet<>();
    for (String list : List.of("within", "across")) {
      json.get(list).forEach(duplicate -> repeats.add(duplicate.get("line").asInt()));
    }
    assertThat(repeats).hasSizeBetween(48, 52);
    assertThat(json.get("exactDuplicates").asInt()).isEqualTo(25);
    assertThat(json.get("nearDuplicates").asInt()).isBetween(23, 27);
    JsonNode effect = json.get("leakEffect").get("textRidge");
    assertThat(effect.get("leaked").asInt()).isBetween(3, 20);
    assertThat(effect.get("without").get("n").asInt() + effect.get("leaked").asInt())
        .isEqualTo(effect.get("all").get("n").asInt());
    assertThat(effect.get("only").get("mae").asDouble())
        .isLessThan(effect.get("without").get("mae").asDouble());
  }

  @Test
  void columnsMayBeNamedAndEveryPriceIsShown() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("odd.csv"),
            """
            what;asked;old
            Diamond ring;4,999.00;1
            Lamp for 25 dollars;25;2
            n/a;12;3
            Broken;;4
            """);
    JsonNode json =
        check(file, "title=what", "price=asked", "--test", "0", "--validation", "0").json();
    assertThat(json.get("rejected").asInt()).isEqualTo(1);
    assertThat(json.get("rejectedRows").get(0).get("line").asInt()).isEqualTo(5);
    assertThat(json.get("risks"))
        .extracting(row -> row.get("line").asInt() + " " + row.get("risks").get(0).asString())
        .containsExactly("3 PRICE_IN_PROMPT", "4 EMPTY_TEXT", "2 PRICE_OUT_OF_RANGE");
    assertThat(json.get("leakEffect")).isEmpty();
    assertThat(json.get("tokens").isNull()).isTrue();
  }

  @Test
  void aRowIsShownTokenByToken() {
    JsonNode xray =
        check(SHOP, "--model", MODEL, "--row", "2", "--max-tokens", "40").json().get("xray");
    assertThat(xray.get("line").asInt()).isEqualTo(2);
    assertThat(xray.get("tokens")).hasSizeLessThanOrEqualTo(40);
    assertThat(xray.get("cut")).isNotEmpty();
    JsonNode last = xray.get("tokens").get(xray.get("tokens").size() - 1);
    assertThat(last.get("loss").asBoolean()).isTrue();
    assertThat(xray.get("tokens").get(0).get("loss").asBoolean()).isFalse();
  }

  @Test
  void wrongUseIsOneSentence() {
    assertThat(check(SHOP, "--row", "2").err().strip())
        .isEqualTo("--row shows tokens, so it needs --model as well.");
    assertThat(check(SHOP, "price=cost").code()).isEqualTo(2);
    assertThat(check(SHOP, "--model", MODEL, "--row", "99999").err()).contains("line 99999");
    assertThat(check(SHOP, "nonsense").err()).contains("has no equals sign");
  }

  private static CommandOutcome check(Path file, String... more) {
    List<String> arguments = new ArrayList<>(List.of("check", "--csv", file.toString()));
    arguments.addAll(List.of(more));
    return CommandOutcome.of(arguments.toArray(String[]::new));
  }
}
