package tunebench.token;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import tunebench.prompt.PriceTemplate;

/** The spellings of several tokenizers side by side, as the table of Lab 2. */
public record NumberSpellings(List<Long> numbers, List<NumberSpelling> models) {
  public NumberSpellings {
    numbers = List.copyOf(numbers);
    models = List.copyOf(models);
  }

  /** The table as text, a row for each number, then a sentence for each model. */
  public String table() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(row("number", models.stream().map(NumberSpelling::model).toList()));
    for (long number : numbers) {
      rows.add(row(Long.toString(number), models.stream().map(m -> ids(m, number)).toList()));
    }
    rows.add(row("0-999 in one token", models.stream().map(m -> percent(m.alone())).toList()));
    rows.add(
        row(
            "after \"" + PriceTemplate.LEAD_IN + "\"",
            models.stream().map(m -> percent(m.asPrice())).toList()));
    rows.add(row("a prompt begins with", models.stream().map(m -> begin(m.begin())).toList()));
    StringBuilder text = new StringBuilder();
    rows.forEach(r -> text.append(line(rows, r)).append('\n'));
    models.forEach(
        m -> text.append('\n').append(m.model()).append(": ").append(m.meaning()).append('\n'));
    return text.toString();
  }

  private static List<String> row(String head, List<String> cells) {
    List<String> row = new ArrayList<>(List.of(head));
    row.addAll(cells);
    return row;
  }

  private static String ids(NumberSpelling model, long number) {
    return model.tokens().getOrDefault(number, List.of()).stream()
        .map(String::valueOf)
        .collect(joining(" "));
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }

  private static String begin(OptionalInt begin) {
    return begin.isPresent() ? Integer.toString(begin.getAsInt()) : "nothing";
  }

  private static String line(List<List<String>> rows, List<String> row) {
    List<String> cells = new ArrayList<>();
    for (int column = 0; column < row.size(); column++) {
      int at = column;
      int width = rows.stream().mapToInt(r -> r.get(at).length()).max().orElse(0);
      String cell = row.get(column);
      cells.add(cell + " ".repeat(width - cell.length()));
    }
    return String.join("  ", cells).stripTrailing();
  }
}
