package tunebench.data;

import static java.util.stream.Collectors.toCollection;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Rows whose text occurs twice: within a part they waste training or count one product twice,
 * across the split they let a model recite what it should guess. The text is title, description and
 * details; the price is not looked at.
 *
 * @param within each row that repeats one of its own part that is earlier in the file, with the
 *     likest of those
 * @param across each row that repeats one of an earlier part ({@link Part}'s order), with the
 *     likest
 */
public record Duplicates(List<Duplicate> within, List<Duplicate> across) {
  public Duplicates {
    within = List.copyOf(within);
    across = List.copyOf(across);
  }

  /** Looks through a split. */
  public static Duplicates of(Split split) {
    var search = new DuplicateSearch();
    search.add(Part.TRAIN, split.train());
    search.add(Part.VALIDATION, split.validation());
    search.add(Part.TEST, split.test());
    return search.result();
  }

  /** Looks through products that are not split yet; none of them repeats another part. */
  public static Duplicates of(List<Product> products) {
    var search = new DuplicateSearch();
    search.add(Part.TRAIN, products);
    return search.result();
  }

  /** The places in a part, from 0, of the rows that repeat one of an earlier part. */
  public Set<Integer> leaked(Part part) {
    return across.stream()
        .filter(duplicate -> duplicate.part() == part)
        .map(Duplicate::index)
        .collect(toCollection(TreeSet::new));
  }
}
