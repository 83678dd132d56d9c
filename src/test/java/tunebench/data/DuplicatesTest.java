package tunebench.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DuplicatesTest {
  private static final List<Product> SHOP =
      CsvImport.read(Path.of("sample-data/products.csv"), ImportSettings.DEFAULT).products();

  private static final List<String> FILLERS =
      List.of("new", "sturdy", "great", "really", "classic");

  /** Two thousand rows: 1,950 products, 25 copies to the letter and 25 with one to three edits. */
  private static final class Planted {
    final List<Product> rows = new ArrayList<>();
    final Set<Set<Integer>> pairs = new HashSet<>();

    Planted(List<Product> products, long seed) {
      var random = new Random(seed);
      rows.addAll(products.subList(0, 1_950));
      List<Product> originals = new ArrayList<>(rows);
      Collections.shuffle(originals, random);
      for (int i = 0; i < 50; i++) {
        Product original = originals.get(i);
        int line = 10_000 + i;
        Product copy =
            i < 25
                ? product(line, original.title(), original.description(), original)
                : product(
                    line,
                    i % 2 == 0 ? original.title() : original.title().toUpperCase(Locale.ROOT),
                    edited(original.description(), 1 + i % 3, random),
                    original);
        pairs.add(Set.of(original.line(), line));
        rows.add(random.nextInt(rows.size()), copy);
      }
    }

    private static Product product(int line, String title, String description, Product p) {
      return new Product(
          line, title, description, p.category(), p.brand(), p.details(), p.price() + 1);
    }

    private static String edited(String text, int edits, Random random) {
      List<String> words = new ArrayList<>(List.of(text.split(" ")));
      for (int edit = 0; edit < edits; edit++) {
        int at = random.nextInt(words.size());
        switch (edit % 3) {
          case 0 -> words.set(at, FILLERS.get(random.nextInt(FILLERS.size())));
          case 1 -> words.remove(at);
          default -> words.add(at, FILLERS.get(random.nextInt(FILLERS.size())));
        }
      }
      return String.join(" ", words);
    }
  }

  @Test
  void plantedCopiesAreFoundWithoutFalseAlarms() {
    for (long seed = 1; seed <= 5; seed++) {
      var planted = new Planted(SHOP, seed);
      assertThat(planted.rows).hasSize(2_000);
      Set<Set<Integer>> found = pairs(Duplicates.of(planted.rows).within());
      Set<Set<Integer>> right = new HashSet<>(found);
      right.retainAll(planted.pairs);
      System.out.printf(
          "seed %d: %d of 50 planted found, %d false alarms in 2,000 rows%n",
          seed, right.size(), found.size() - right.size());
      assertThat(right).hasSizeGreaterThanOrEqualTo(48);
      assertThat(found.size() - right.size()).isLessThanOrEqualTo(20);
    }
  }

  @Test
  void acrossTheSplitTheyAreNamedAsLeaks() {
    var planted = new Planted(SHOP, 7);
    Split split = Split.byFractions(planted.rows, 0.1, 0.2, 42);
    Map<Integer, Part> partOf = new HashMap<>();
    split.train().forEach(p -> partOf.put(p.line(), Part.TRAIN));
    split.validation().forEach(p -> partOf.put(p.line(), Part.VALIDATION));
    split.test().forEach(p -> partOf.put(p.line(), Part.TEST));
    Duplicates duplicates = Duplicates.of(split);
    Set<Set<Integer>> apart = new HashSet<>();
    for (Set<Integer> pair : planted.pairs) {
      if (pair.stream().map(partOf::get).distinct().count() == 2) {
        apart.add(pair);
      }
    }
    assertThat(apart).hasSizeGreaterThan(10);
    Set<Set<Integer>> missed = new HashSet<>(apart);
    missed.removeAll(pairs(duplicates.across()));
    assertThat(missed).hasSizeLessThanOrEqualTo(1);
    for (Duplicate duplicate : duplicates.across()) {
      assertThat(partOf).containsEntry(duplicate.line(), duplicate.part());
      assertThat(partOf).containsEntry(duplicate.twinLine(), duplicate.twinPart());
      assertThat(duplicate.twinPart()).isLessThan(duplicate.part());
    }
    assertThat(duplicates.within()).allMatch(d -> d.twinLine() < d.line());
    for (int index : duplicates.leaked(Part.TEST)) {
      int line = split.test().get(index).line();
      assertThat(duplicates.across()).anyMatch(d -> d.line() == line && d.part() == Part.TEST);
    }
  }

  @Test
  void exactAndNearAreToldApart() {
    Duplicates found =
        Duplicates.of(
            List.of(
                row(2, "Red lamp", "A lamp of red glass for the table, with a long cord.", 10),
                row(3, "Red lamp", "A lamp of red glass for the table, with a long cord.", 12),
                row(4, "RED LAMP!", "A lamp of red glass for the table, with a long cord", 10),
                row(5, "Blue chair", "Seats one. Beech, oiled by hand in Norway.", 80)));
    assertThat(found.across()).isEmpty();
    assertThat(found.within()).hasSize(2);
    Duplicate exact = found.within().getFirst();
    assertThat(exact.line()).isEqualTo(3);
    assertThat(exact.twinLine()).isEqualTo(2);
    assertThat(exact.exact()).isTrue();
    assertThat(exact.price()).isNotEqualTo(exact.twinPrice());
    Duplicate near = found.within().getLast();
    assertThat(near.line()).isEqualTo(4);
    assertThat(near.exact()).isFalse();
    assertThat(near.similarity()).isEqualTo(1);
  }

  @Test
  void theLikestTwinIsNamed() {
    String text = "A sturdy table of solid oak with rounded corners and four drawers on each side.";
    Duplicates found =
        Duplicates.of(
            List.of(
                row(2, "Table", text.replace("four", "five").replace("rounded", "square"), 10),
                row(3, "Table", text.replace("four", "five"), 10),
                row(4, "Table", text, 10)));
    assertThat(found.within().getLast().line()).isEqualTo(4);
    assertThat(found.within().getLast().twinLine()).isEqualTo(3);
  }

  /** Every pair of a small set, compared in full: hashing may lose none that is clearly alike. */
  @Test
  void hashingLosesNoPairThatComparingAllWouldFind() {
    var planted = new Planted(SHOP, 3);
    List<Product> rows = planted.rows.subList(0, 700);
    List<long[]> shingles =
        rows.stream()
            .map(p -> Shingles.of(p.title() + "\n" + p.description() + "\n" + p.details()))
            .toList();
    Set<Set<Integer>> expected = new HashSet<>();
    for (int i = 0; i < rows.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (Shingles.similarity(shingles.get(i), shingles.get(j)) >= 0.75) {
          expected.add(Set.of(rows.get(i).line(), rows.get(j).line()));
        }
      }
    }
    assertThat(expected).isNotEmpty();
    assertThat(pairs(Duplicates.of(rows).within())).containsAll(expected);
  }

  /** Two puzzles of one maker: the same long boilerplate, another picture. */
  @Test
  void sharedBoilerplateAloneMakesNoDuplicate() {
    String boilerplate =
        SHOP.subList(0, 8).stream().map(Product::description).collect(Collectors.joining(" "));
    String one =
        "The harbour at dawn, with gulls over the boats and a red lighthouse far behind. A picture"
            + " by Ana Lund, from her travels along the northern coast in her later years.";
    String two =
        "Kittens in a basket of wool. Painted for children who like to count to twenty, with eleven"
            + " hidden mice, three butterflies and one sleeping dog under the armchair.";
    Product first = row(2, "Puzzle, 1000 parts", one + " " + boilerplate, 19);
    Product second = row(3, "Puzzle, 1000 parts", two + " " + boilerplate, 12);
    double alike =
        Shingles.similarity(Shingles.of(first.description()), Shingles.of(second.description()));
    assertThat(alike).isBetween(NearDuplicates.LEAST, NearDuplicates.LEAST_OF_LONG);
    assertThat(Duplicates.of(List.of(first, second)).within()).isEmpty();
    Product edited =
        row(4, "Puzzle, 1000 parts", two.replace("three", "two") + " " + boilerplate, 12);
    assertThat(Duplicates.of(List.of(first, second, edited)).within()).hasSize(1);
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void manyCopiesOfOneTextAreNotComparedOneByOne() {
    List<Product> same = new ArrayList<>();
    for (int line = 2; line < 50_002; line++) {
      same.add(row(line, "Lamp", "The same words over and over.", 9));
    }
    assertThat(Duplicates.of(same).within())
        .hasSize(49_999)
        .allMatch(duplicate -> duplicate.twinLine() == 2);
  }

  private static Product row(int line, String title, String description, double price) {
    return new Product(line, title, description, "", "", "", price);
  }

  private static Set<Set<Integer>> pairs(List<Duplicate> duplicates) {
    Set<Set<Integer>> pairs = new HashSet<>();
    Stream.of(duplicates)
        .flatMap(List::stream)
        .forEach(d -> pairs.add(Set.of(d.line(), d.twinLine())));
    return pairs;
  }
}
