package tunebench.data;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Gathers the rows of all parts by their text, and finds for each the likest one before it. */
final class DuplicateSearch {
  private record Row(Part part, int index, Product product) {}

  /** Rows of one text, and how alike the texts are that are nearly the same. */
  private static final class Group {
    final Map<Part, Row> first = new EnumMap<>(Part.class);
    final Map<Group, Double> alike = new HashMap<>();
  }

  private final List<Row> rows = new ArrayList<>();
  private final List<Group> groupOf = new ArrayList<>();
  private final Map<String, Integer> places = new HashMap<>();
  private final List<String> texts = new ArrayList<>();
  private final List<Group> groups = new ArrayList<>();

  /** Adds a part; training first, for rows are compared with the parts added before. */
  void add(Part part, List<Product> products) {
    for (int index = 0; index < products.size(); index++) {
      Row row = new Row(part, index, products.get(index));
      String text = text(row.product);
      int place = places.computeIfAbsent(text, t -> texts.size());
      if (place == texts.size()) {
        texts.add(text);
        groups.add(new Group());
      }
      groups.get(place).first.merge(part, row, (a, b) -> isBefore(b, a) ? b : a);
      groupOf.add(groups.get(place));
      rows.add(row);
    }
  }

  Duplicates result() {
    NearDuplicates.find(
        texts,
        pair -> {
          Group first = groups.get(pair.first());
          Group second = groups.get(pair.second());
          first.alike.put(second, pair.similarity());
          second.alike.put(first, pair.similarity());
        });
    List<Duplicate> within = new ArrayList<>();
    List<Duplicate> across = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      Duplicate own = likest(row, groupOf.get(i), row.part);
      if (own != null) {
        within.add(own);
      }
      for (Part part : Part.values()) {
        Duplicate other = part.compareTo(row.part) < 0 ? likest(row, groupOf.get(i), part) : null;
        if (other != null) {
          across.add(other);
          break;
        }
      }
    }
    return new Duplicates(within, across);
  }

  /** The row's likest twin in a part, among those before it if the part is its own. */
  private static @Nullable Duplicate likest(Row row, Group group, Part part) {
    Row same = group.first.get(part);
    if (same != null && isBefore(same, row)) {
      return duplicate(row, same, 1, true);
    }
    Duplicate likest = null;
    for (Map.Entry<Group, Double> near : group.alike.entrySet()) {
      Row twin = near.getKey().first.get(part);
      double similarity = near.getValue();
      if (twin != null && isBefore(twin, row)) {
        boolean better =
            likest == null
                || similarity > likest.similarity()
                || (similarity == likest.similarity() && twin.product.line() < likest.twinLine());
        likest = better ? duplicate(row, twin, similarity, false) : likest;
      }
    }
    return likest;
  }

  /** In another part, or before in the file: splits are shuffled, but people look at files. */
  private static boolean isBefore(Row twin, Row row) {
    int lines = Integer.compare(twin.product.line(), row.product.line());
    return twin.part != row.part || lines < 0 || (lines == 0 && twin.index < row.index);
  }

  /** The text by which products are compared. */
  private static String text(Product product) {
    return Stream.of(product.title(), product.description(), product.details())
        .filter(part -> !part.isBlank())
        .collect(joining("\n"));
  }

  private static Duplicate duplicate(Row row, Row twin, double similarity, boolean exact) {
    return new Duplicate(
        row.product.line(),
        row.part,
        row.index,
        row.product.title(),
        twin.product.line(),
        twin.part,
        similarity,
        exact,
        row.product.price(),
        twin.product.price());
  }
}
