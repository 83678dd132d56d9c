package tunebench.eval;

import static java.util.stream.Collectors.groupingBy;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Where two runs err on the same rows: which rows the second fixed and which it broke, over all and
 * in slices.
 *
 * @param rows in the order of the first run
 * @param slices by price first, then category, then length; within each from the cheapest, first or
 *     shortest on
 */
public record ErrorAtlas(List<Row> rows, List<Slice> slices) {
  /** Lower ends of the price slices, in dollars. */
  private static final int[] PRICES = {0, 10, 25, 50, 100, 250, 500};

  /** Slices of about equally many rows by length. */
  private static final int LENGTHS = 4;

  private static final RowFacts UNKNOWN = new RowFacts("", 0);

  public ErrorAtlas {
    rows = List.copyOf(rows);
    slices = List.copyOf(slices);
  }

  /**
   * One product in both runs.
   *
   * @param row as in {@link Prediction#row()}
   * @param truth dollars
   * @param first the first run's guess in dollars
   * @param second the second run's
   */
  public record Row(
      int row, String title, double truth, double first, double second, Quadrant quadrant) {}

  /**
   * Maps two runs.
   *
   * @param facts by row number; rows without an entry stand in no slice by category or length
   * @throws tunebench.BadInputException if the runs did not price the same rows
   */
  public static ErrorAtlas of(
      String first,
      List<Prediction> firsts,
      String second,
      List<Prediction> seconds,
      Map<Integer, RowFacts> facts) {
    PairedErrors pairs = PairedErrors.of(first, firsts, second, seconds);
    List<Row> rows =
        IntStream.range(0, pairs.size())
            .mapToObj(i -> row(pairs.first().get(i), pairs.second().get(i)))
            .toList();
    List<Slice> slices = new ArrayList<>(slices(Slice.Kind.PRICE, rows, row -> price(row.truth())));
    List<Row> known = rows.stream().filter(row -> facts.containsKey(row.row())).toList();
    Function<Row, RowFacts> fact = row -> facts.getOrDefault(row.row(), UNKNOWN);
    slices.addAll(
        slices(Slice.Kind.CATEGORY, known, row -> new Key(0, fact.apply(row).category())));
    Map<Integer, Key> quarters =
        quarters(known.stream().mapToInt(row -> fact.apply(row).length()).sorted().toArray());
    slices.addAll(
        slices(
            Slice.Kind.LENGTH,
            known,
            row -> Objects.requireNonNull(quarters.get(fact.apply(row).length()))));
    return new ErrorAtlas(rows, slices);
  }

  /** The rows of one quadrant. */
  public List<Row> rows(Quadrant quadrant) {
    return rows.stream().filter(row -> row.quadrant() == quadrant).toList();
  }

  /** How many rows each quadrant has, those of none included. */
  public Map<Quadrant, Integer> counts() {
    return counts(rows);
  }

  static Map<Quadrant, Integer> counts(List<Row> rows) {
    Map<Quadrant, Integer> counts = new EnumMap<>(Quadrant.class);
    for (Quadrant quadrant : Quadrant.values()) {
      counts.put(quadrant, 0);
    }
    rows.forEach(row -> counts.merge(row.quadrant(), 1, Integer::sum));
    return counts;
  }

  private static Row row(Prediction a, Prediction b) {
    return new Row(a.row(), a.title(), a.truth(), a.guess(), b.guess(), Quadrant.of(a, b));
  }

  /** A slice's place among its kind, and its name. */
  private record Key(int order, String name) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byOrder = Integer.compare(order, other.order);
      return byOrder != 0 ? byOrder : name.compareTo(other.name);
    }
  }

  private static List<Slice> slices(Slice.Kind kind, List<Row> rows, Function<Row, Key> key) {
    return rows.stream().collect(groupingBy(key)).entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(entry -> Slice.of(kind, entry.getKey().name(), entry.getValue()))
        .toList();
  }

  private static Key price(double truth) {
    int at = PRICES.length - 1;
    while (truth < PRICES[at]) {
      at--;
    }
    boolean last = at == PRICES.length - 1;
    return new Key(
        PRICES[at], last ? PRICES[at] + " and more" : PRICES[at] + " to " + PRICES[at + 1]);
  }

  /** The quarter in which each length stands, by its first place; equal lengths stay together. */
  private static Map<Integer, Key> quarters(int[] sorted) {
    Map<Integer, Integer> quarterOf = new TreeMap<>();
    for (int i = 0; i < sorted.length; i++) {
      quarterOf.putIfAbsent(sorted[i], i * LENGTHS / sorted.length);
    }
    Map<Integer, List<Integer>> lengthsOf =
        quarterOf.keySet().stream().collect(groupingBy(quarterOf::get));
    Map<Integer, Key> keys = new HashMap<>();
    for (List<Integer> lengths : lengthsOf.values()) {
      String name = lengths.getFirst() + " to " + lengths.getLast();
      lengths.forEach(length -> keys.put(length, new Key(lengths.getFirst(), name)));
    }
    return keys;
  }
}
