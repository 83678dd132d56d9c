package tunebench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class PassportExplanationTest {
  private static final Map<String, String> SETTINGS =
      Map.of("adapter.rank", "32", "train.learningRate", "1.0E-4");
  private static final Map<String, String> HERE = Map.of("device", "cpu", "libtorch", "2.7.1");

  /** A row whose fields have these contents, "" for none. */
  private static PassportRow row(int line, String... fields) {
    StringBuilder hash = new StringBuilder();
    for (int i = 0; i < PassportRow.FIELDS.size(); i++) {
      String field = i < fields.length ? fields[i] : "";
      hash.append(
          field.isEmpty() ? "e3b0c442" : HexFormat.of().toHexDigits(31 * field.hashCode() + 7));
    }
    return new PassportRow(line, fields[0], hash.toString());
  }

  private static List<PassportRow> rows(int count) {
    List<PassportRow> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(row(i + 2, "item " + i, "text of " + i, "Tools", "Acme", "", "price " + i));
    }
    return rows;
  }

  private static PassportData data(List<PassportRow> train, List<PassportRow> test) {
    String sum = List.of(train, test).hashCode() + "";
    return new PassportData("shop.csv", sum, train, List.of(), test);
  }

  private static Passport passport(PassportData data) {
    return new Passport("run", data, model("aa"), PassportModel.none(), SETTINGS, 42, HERE);
  }

  private static PassportModel model(String hash) {
    return new PassportModel(
        "base",
        List.of(
            new PassportFile("config.json", 10, "c0"),
            new PassportFile("model.safetensors", 99, hash)));
  }

  private static String explain(PassportData second) {
    return PassportExplanation.of(passport(data(rows(20), rows(0))), passport(second)).sentence();
  }

  @Test
  void equalPassportsDifferInNothing() {
    var same =
        PassportExplanation.of(passport(data(rows(9), rows(0))), passport(data(rows(9), rows(0))));
    assertThat(same.differences()).isEmpty();
    assertThat(same.sentence()).startsWith("Nothing differs");
  }

  @Test
  void oneEditedCellIsOneChangedRowWithItsName() {
    List<PassportRow> edited = rows(20);
    edited.set(7, row(9, "item 7", "text of 7", "Tools", "Acme", "", "another price"));
    assertThat(explain(data(edited, rows(0))))
        .isEqualTo("data: 1 row changed: line 9, \"item 7\", price");
    edited.set(7, row(9, "item seven", "text of 7", "Tools", "Acme", "", "price 7"));
    assertThat(explain(data(edited, rows(0))))
        .isEqualTo("data: 1 row changed: line 9, \"item seven\", title");
  }

  @Test
  void aRowPutInBeforeMovesLinesAndChangesNothingElse() {
    List<PassportRow> longer = new ArrayList<>();
    longer.add(row(2, "new item", "its text", "Toys", "Bolt", "", "5"));
    for (int i = 0; i < 20; i++) {
      String price = i == 12 ? "another" : "price " + i;
      longer.add(row(i + 3, "item " + i, "text of " + i, "Tools", "Acme", "", price));
    }
    assertThat(explain(data(longer, rows(0))))
        .isEqualTo(
            "data: 1 row changed: line 14 (line 15 in the second), \"item 12\", price\n"
                + "data: 1 row only in second: line 2, \"new item\"");
  }

  @Test
  void rowsThatAreGoneOrMovedAreTold() {
    List<PassportRow> all = rows(20);
    assertThat(explain(data(all.subList(0, 19), rows(0))))
        .isEqualTo("data: 1 row only in first: line 21, \"item 19\"");
    assertThat(explain(data(all.subList(0, 18), all.subList(18, 20))))
        .isEqualTo(
            "data: 2 rows moved to another part: line 20, \"item 18\", from train to test;"
                + " line 21, \"item 19\", from train to test");
  }

  @Test
  void theSameRowsInAnotherOrderAreTold() {
    assertThat(explain(data(rows(20).reversed(), rows(0))))
        .isEqualTo("data: the same rows in another order");
  }

  @Test
  void otherDataIsNotCalledAnEdit() {
    List<PassportRow> other = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      other.add(row(i + 2, "thing " + i, "words of " + i, "Books", "Quill", "", "cost " + i));
    }
    assertThat(explain(data(other, rows(0))))
        .contains("20 rows only in first")
        .contains("20 rows only in second")
        .contains("and 15 more")
        .doesNotContain("changed");
  }

  @Test
  void rowsWithoutTextsArePairedByTheirLineAndRest() {
    List<PassportRow> bare =
        List.of(row(2, "a", "", "", "", "", "1"), row(3, "b", "", "", "", "", "2"));
    List<PassportRow> edited =
        List.of(row(2, "a", "", "", "", "", "1"), row(3, "c", "", "", "", "", "2"));
    assertThat(PassportRows.differences(data(bare, List.of()), data(edited, List.of())))
        .containsExactly(new PassportRowChange("changed", 3, 3, "c", List.of("title")));
  }

  @Test
  void modelSettingsSeedAndEnvironmentAreToldApart() {
    PassportData data = data(rows(3), rows(0));
    var first = passport(data);
    var second =
        new Passport(
            "other",
            data,
            model("bb"),
            new PassportModel("tuned", List.of(new PassportFile("adapter_config.json", 1, "d"))),
            Map.of("adapter.rank", "8"),
            43,
            Map.of("device", "gpu 0", "libtorch", "2.7.1"));
    assertThat(PassportExplanation.of(first, second).sentence().lines())
        .containsExactly(
            "model: model.safetensors differs",
            "adapter: none against tuned: adapter_config.json only in second",
            "settings: seed 42 against 43",
            "settings: adapter.rank 32 against 8",
            "settings: train.learningRate 1.0E-4 against nothing",
            "environment: device cpu against gpu 0");
  }

  @Test
  void aPassportGoesToJsonAndBack() {
    var json = JsonMapper.shared();
    Passport passport = passport(data(rows(3), rows(2)));
    String text = json.writeValueAsString(passport);
    assertThat(text).contains("[2,\"item 0\",\"");
    assertThat(json.readValue(text, Passport.class)).isEqualTo(passport);
  }

  @Test
  void aDamagedRowIsRefused() {
    assertThatThrownBy(() -> new PassportRow(3, "item", "abc"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("line 3");
  }
}
