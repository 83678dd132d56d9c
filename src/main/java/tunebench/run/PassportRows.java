package tunebench.run;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Finds the rows in which two runs' data differs. Rows with the same content belong together
 * whatever their lines. Of the rest, those that share title and line, title, description, or else
 * the line and at least half of what they have, are one row that was changed.
 */
final class PassportRows {
  static final String CHANGED = "changed";
  static final String MOVED = "moved";
  static final String ONLY_FIRST = "only in first";
  static final String ONLY_SECOND = "only in second";

  private static final String NO_KEY = "";

  /** A row and the part that it was dealt to. */
  private record Dealt(String part, PassportRow row) {}

  private List<Dealt> first;
  private List<Dealt> second;
  private final List<PassportRowChange> changes = new ArrayList<>();

  private PassportRows(PassportData first, PassportData second) {
    this.first = dealt(first);
    this.second = dealt(second);
  }

  /** Every difference, by line. */
  static List<PassportRowChange> differences(PassportData first, PassportData second) {
    var rows = new PassportRows(first, second);
    rows.pair(d -> d.row.hash(), rows::same);
    rows.pair(d -> text(d, "title", d.row.line() + " "), rows::changed);
    rows.pair(d -> text(d, "title", ""), rows::changed);
    rows.pair(d -> text(d, "description", ""), rows::changed);
    rows.pairByLine();
    rows.first.forEach(d -> rows.add(ONLY_FIRST, d.row.line(), 0, d, List.of()));
    rows.second.forEach(d -> rows.add(ONLY_SECOND, 0, d.row.line(), d, List.of()));
    rows.changes.sort(
        Comparator.comparingInt(c -> c.firstLine() > 0 ? c.firstLine() : c.secondLine()));
    return rows.changes;
  }

  private static List<Dealt> dealt(PassportData data) {
    List<Dealt> dealt = new ArrayList<>();
    data.train().forEach(row -> dealt.add(new Dealt("train", row)));
    data.validation().forEach(row -> dealt.add(new Dealt("validation", row)));
    data.test().forEach(row -> dealt.add(new Dealt("test", row)));
    return dealt;
  }

  private static String text(Dealt dealt, String field, String before) {
    return dealt.row.has(field) ? before + dealt.row.hash(field) : NO_KEY;
  }

  /** Hands over what has the same key, in order, and keeps the rest of either side. */
  private void pair(Function<Dealt, String> key, BiConsumer<Dealt, Dealt> match) {
    Map<String, Deque<Dealt>> byKey = new LinkedHashMap<>();
    second.forEach(d -> byKey.computeIfAbsent(key.apply(d), k -> new ArrayDeque<>()).add(d));
    List<Dealt> rest = new ArrayList<>();
    for (Dealt d : first) {
      String wanted = key.apply(d);
      Dealt twin =
          wanted.equals(NO_KEY) ? null : byKey.getOrDefault(wanted, new ArrayDeque<>()).poll();
      if (twin == null) {
        rest.add(d);
      } else {
        match.accept(d, twin);
      }
    }
    first = rest;
    second = byKey.values().stream().flatMap(Deque::stream).toList();
  }

  private void pairByLine() {
    Map<Integer, Dealt> byLine = new LinkedHashMap<>();
    second.forEach(d -> byLine.putIfAbsent(d.row.line(), d));
    List<Dealt> rest = new ArrayList<>();
    List<Dealt> found = new ArrayList<>();
    for (Dealt d : first) {
      Dealt twin = byLine.get(d.row.line());
      if (twin != null && halfTheSame(d.row, twin.row)) {
        changed(d, twin);
        found.add(twin);
      } else {
        rest.add(d);
      }
    }
    first = rest;
    second = second.stream().filter(d -> !found.contains(d)).toList();
  }

  private static boolean halfTheSame(PassportRow a, PassportRow b) {
    List<String> changed = a.changed(b);
    long kept = PassportRow.FIELDS.stream().filter(f -> a.has(f) && !changed.contains(f)).count();
    return kept >= changed.size();
  }

  private void same(Dealt a, Dealt b) {
    if (!a.part.equals(b.part)) {
      add(MOVED, a.row.line(), b.row.line(), b, List.of(a.part, b.part));
    }
  }

  private void changed(Dealt a, Dealt b) {
    add(CHANGED, a.row.line(), b.row.line(), b, a.row.changed(b.row));
  }

  private void add(String kind, int firstLine, int secondLine, Dealt dealt, List<String> fields) {
    changes.add(new PassportRowChange(kind, firstLine, secondLine, dealt.row.title(), fields));
  }
}
