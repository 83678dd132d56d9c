package tunebench.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Why two runs may have come out differently.
 *
 * @param differences data first, then model, adapter, settings and environment
 * @param sentence all of them, or that there are none
 */
public record PassportExplanation(List<PassportDifference> differences, String sentence) {
  /** Rows that the sentence names; all are in the list. */
  private static final int NAMED = 5;

  public PassportExplanation {
    differences = List.copyOf(differences);
  }

  /** Holds two passports against each other. */
  public static PassportExplanation of(Passport first, Passport second) {
    List<PassportDifference> found = new ArrayList<>();
    data(found, first.data(), second.data());
    model(found, "model", first.model(), second.model());
    model(found, "adapter", first.adapter(), second.adapter());
    if (first.seed() != second.seed()) {
      found.add(PassportDifference.of("settings", "seed " + against(first.seed(), second.seed())));
    }
    values(found, "settings", first.settings(), second.settings());
    values(found, "environment", first.environment(), second.environment());
    return new PassportExplanation(
        found,
        found.isEmpty()
            ? "Nothing differs: data, model, settings and environment are the same."
            : found.stream().map(PassportDifference::sentence).collect(Collectors.joining("\n")));
  }

  private static void data(
      List<PassportDifference> found, PassportData first, PassportData second) {
    List<PassportRowChange> rows = PassportRows.differences(first, second);
    Map<String, List<PassportRowChange>> byKind = new LinkedHashMap<>();
    for (String kind :
        List.of(
            PassportRows.CHANGED,
            PassportRows.ONLY_FIRST,
            PassportRows.ONLY_SECOND,
            PassportRows.MOVED)) {
      byKind.put(kind, rows.stream().filter(row -> row.kind().equals(kind)).toList());
    }
    byKind.forEach(
        (kind, changes) -> {
          if (!changes.isEmpty()) {
            found.add(new PassportDifference("data", "data: " + words(kind, changes), changes));
          }
        });
    if (rows.isEmpty() && !first.sha256().equals(second.sha256())) {
      found.add(
          PassportDifference.of(
              "data",
              order(first).equals(order(second))
                  ? "the content differs in a way that no row's fingerprint shows"
                  : "the same rows in another order"));
    }
  }

  private static List<String> order(PassportData data) {
    List<String> order = new ArrayList<>();
    List.of(data.train(), data.validation(), data.test())
        .forEach(part -> part.forEach(row -> order.add(row.hash())));
    return order;
  }

  private static String words(String kind, List<PassportRowChange> changes) {
    String named =
        changes.stream()
            .limit(NAMED)
            .map(PassportExplanation::words)
            .collect(Collectors.joining("; "));
    int more = changes.size() - NAMED;
    return String.format(
        Locale.ROOT,
        "%,d row%s %s: %s%s",
        changes.size(),
        changes.size() == 1 ? "" : "s",
        kind.equals(PassportRows.MOVED) ? "moved to another part" : kind,
        named,
        more > 0 ? String.format(Locale.ROOT, "; and %,d more", more) : "");
  }

  private static String words(PassportRowChange change) {
    int line = change.firstLine() > 0 ? change.firstLine() : change.secondLine();
    String renumbered =
        change.firstLine() > 0
                && change.secondLine() > 0
                && change.firstLine() != change.secondLine()
            ? " (line " + change.secondLine() + " in the second)"
            : "";
    String what =
        change.fields().isEmpty()
            ? ""
            : change.kind().equals(PassportRows.MOVED)
                ? ", from " + String.join(" to ", change.fields())
                : ", " + String.join(" and ", change.fields());
    return "line %d%s, \"%s\"%s".formatted(line, renumbered, change.title(), what);
  }

  private static void model(
      List<PassportDifference> found, String area, PassportModel first, PassportModel second) {
    Map<String, PassportFile> a = byName(first);
    Map<String, PassportFile> b = byName(second);
    var names = new TreeSet<>(a.keySet());
    names.addAll(b.keySet());
    List<String> differ = new ArrayList<>();
    for (String name : names) {
      PassportFile left = a.get(name);
      PassportFile right = b.get(name);
      if (left == null || right == null) {
        differ.add(name + " only in " + (left == null ? "second" : "first"));
      } else if (!left.sha256().equals(right.sha256())) {
        differ.add(name + " differs");
      }
    }
    if (!differ.isEmpty()) {
      String named =
          first.name().equals(second.name())
              ? ""
              : named(first) + " against " + named(second) + ": ";
      found.add(PassportDifference.of(area, named + String.join(", ", differ)));
    }
  }

  private static String named(PassportModel model) {
    return model.files().isEmpty() ? "none" : model.name();
  }

  private static Map<String, PassportFile> byName(PassportModel model) {
    return model.files().stream().collect(Collectors.toMap(PassportFile::name, file -> file));
  }

  private static void values(
      List<PassportDifference> found,
      String area,
      Map<String, String> first,
      Map<String, String> second) {
    var names = new TreeSet<>(first.keySet());
    names.addAll(second.keySet());
    for (String name : names) {
      String left = first.getOrDefault(name, "nothing");
      String right = second.getOrDefault(name, "nothing");
      if (!left.equals(right)) {
        found.add(PassportDifference.of(area, name + " " + against(left, right)));
      }
    }
  }

  private static String against(Object left, Object right) {
    return left + " against " + right;
  }
}
