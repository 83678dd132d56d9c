package tunebench.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class ErrorAtlasTest {
  private final SplittableRandom random = new SplittableRandom(31);
  private final double[] truth = random.doubles(300, 1, 999).toArray();
  private final List<Prediction> base = Rows.of(truth, random.doubles(300, 1, 999).toArray());
  private final List<Prediction> tuned =
      Rows.of(truth, Arrays.stream(truth).map(t -> t + 90 * random.nextGaussian()).toArray());

  @Test
  void brokenIsTheDifferenceOfTheHits() {
    ErrorAtlas atlas = ErrorAtlas.of("base", base, "tuned", tuned, Map.of());
    Set<Integer> before = hits(base);
    Set<Integer> after = hits(tuned);
    assertThat(numbers(atlas.rows(Quadrant.BROKEN))).isEqualTo(minus(before, after)).isNotEmpty();
    assertThat(numbers(atlas.rows(Quadrant.FIXED))).isEqualTo(minus(after, before)).isNotEmpty();
    assertThat(numbers(atlas.rows(Quadrant.BOTH_RIGHT)))
        .isEqualTo(minus(before, minus(before, after)));
    assertThat(atlas.counts().values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(300);
  }

  @Test
  void slicesOfOneKindShareTheRowsOut() {
    Map<Integer, RowFacts> facts = new HashMap<>();
    for (int row = 0; row < 300; row++) {
      facts.put(row, new RowFacts(row % 3 == 0 ? "Tools" : "Toys", 50 + row / 10));
    }
    ErrorAtlas atlas = ErrorAtlas.of("base", base, "tuned", tuned, facts);
    for (Slice.Kind kind : Slice.Kind.values()) {
      List<Slice> slices = atlas.slices().stream().filter(s -> s.kind() == kind).toList();
      assertThat(slices.stream().mapToInt(Slice::n).sum()).isEqualTo(300);
      double mae = slices.stream().mapToDouble(s -> s.n() * s.secondMae()).sum() / 300;
      assertThat(mae).isCloseTo(Metrics.of(tuned).mae(), Offset.offset(1e-9));
      int broken = slices.stream().mapToInt(s -> s.counts().get(Quadrant.BROKEN)).sum();
      assertThat(broken).isEqualTo(atlas.rows(Quadrant.BROKEN).size());
    }
    assertThat(names(atlas, Slice.Kind.CATEGORY)).containsExactly("Tools", "Toys");
    assertThat(names(atlas, Slice.Kind.LENGTH))
        .containsExactly("50 to 57", "58 to 64", "65 to 72", "73 to 79");
    assertThat(names(atlas, Slice.Kind.PRICE))
        .containsSubsequence("50 to 100", "100 to 250", "250 to 500", "500 and more");
  }

  @Test
  void aPriceOnTheEdgeBelongsToTheUpperSlice() {
    List<Prediction> edge = Rows.of(new double[] {25, 24.99, 0}, 25, 25, 0);
    ErrorAtlas atlas = ErrorAtlas.of("a", edge, "b", edge, Map.of());
    assertThat(names(atlas, Slice.Kind.PRICE)).containsExactly("0 to 10", "10 to 25", "25 to 50");
    assertThat(atlas.slices()).hasSize(3);
  }

  @Test
  void theBrushListsExactlyItsRowsInAllRuns() {
    Prediction picked = base.get(17);
    var brush = new Brush(Interval.around(picked.truth(), 60), Interval.around(picked.guess(), 60));
    Set<Integer> rows = brush.rows(base);
    assertThat(rows).contains(17).hasSizeBetween(2, 20);
    Map<String, List<Prediction>> runs = new LinkedHashMap<>();
    runs.put("base", base);
    runs.put("tuned", tuned);
    RunTable table = RunTable.of(runs, rows);
    assertThat(table.rows()).extracting(RunTable.Row::row).containsExactlyElementsOf(rows);
    assertThat(table.rows())
        .allSatisfy(
            row ->
                assertThat(row.guesses())
                    .containsExactly(base.get(row.row()).guess(), tuned.get(row.row()).guess()));
  }

  @Test
  void aTableGoesToCsvAndBackUnchanged() {
    List<Prediction> odd =
        List.of(
            new Prediction(
                3, "a \"quoted\", name\nof two lines", 0.1 + 0.2, 1e-9, "", true, List.of()),
            new Prediction(9, "", 12, 13, "", true, List.of()));
    Map<String, List<Prediction>> runs = new LinkedHashMap<>();
    runs.put("first, run", odd);
    runs.put("second", odd.subList(0, 1));
    RunTable table = RunTable.of(runs, Set.of(3, 9, 12));
    assertThat(table.rows().getLast().guesses()).containsExactly(13.0, Double.NaN);
    assertThat(RunTableCsv.read("t.csv", RunTableCsv.write(table))).isEqualTo(table);
  }

  private static List<String> names(ErrorAtlas atlas, Slice.Kind kind) {
    return atlas.slices().stream().filter(s -> s.kind() == kind).map(Slice::name).toList();
  }

  private static Set<Integer> hits(List<Prediction> run) {
    return run.stream()
        .filter(p -> p.error() < 40 || p.error() / p.truth() < 0.2)
        .map(Prediction::row)
        .collect(Collectors.toSet());
  }

  private static Set<Integer> numbers(List<ErrorAtlas.Row> rows) {
    return rows.stream().map(ErrorAtlas.Row::row).collect(Collectors.toSet());
  }

  private static Set<Integer> minus(Set<Integer> a, Set<Integer> b) {
    Set<Integer> rest = new HashSet<>(a);
    rest.removeAll(b);
    return rest;
  }
}
