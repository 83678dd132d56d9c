package tunebench.report;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tunebench.eval.BaselineFlag;
import tunebench.eval.Metrics;

/** What it all came to: everything that priced the products, and single products to look at. */
final class ResultSections {
  private static final int SHOWN = 10;

  private ResultSections() {}

  static String html(LabsReport report) {
    return comparison(report) + examples(report.predictions());
  }

  private static String comparison(LabsReport report) {
    Map<String, Metrics> rows = new LinkedHashMap<>();
    report.lab2().forEach((kind, metrics) -> rows.put("Before training, " + kind, metrics));
    String after = "After training, " + report.lab5().quantization();
    rows.put(after, report.lab5().metrics());
    report
        .baselines()
        .metrics()
        .forEach((name, m) -> rows.put("Baseline: " + BaselineScores.words(name), m));
    double longest = rows.values().stream().mapToDouble(Metrics::mae).max().orElse(1);
    var html =
        new StringBuilder(
            """
            <div class="scroll"><table>
            <thead><tr><th></th><th class="bar"></th><th>Mean error (95 %)</th><th>RMSLE</th>
            <th>Hits</th><th>R²</th></tr></thead>
            <tbody>
            """);
    Metrics median = report.baselines().metrics().get("median");
    rows.forEach(
        (name, m) -> {
          boolean model = !name.startsWith("Baseline: ");
          String flag = model && median != null ? BaselineFlag.sentence(m, median) : null;
          html.append(row(name, flag, m, longest, name.equals(after)));
        });
    Double floor = report.floorMae();
    if (floor != null) {
      html.append(floor(floor, longest));
    }
    html.append("</tbody></table></div>\n");
    return Html.section(
        "",
        "Side by side",
        Html.paragraph(
            "The same held-out products, priced by everything at hand."
                + (floor == null
                    ? ""
                    : " The floor is the error of the best guesses there are: the prices hold noise"
                        + " that no text tells.")),
        html.toString());
  }

  private static String row(
      String name, @Nullable String flag, Metrics m, double longest, boolean strong) {
    return "<tr%s><td>%s%s</td>%s<td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>\n"
        .formatted(
            strong ? " class=\"strong\"" : "",
            Html.escape(name),
            flag == null ? "" : "<br><small>" + Html.escape(flag) + "</small>",
            bar(m.mae(), longest),
            Units.mae(m),
            Units.number("%.2f", m.rmsle()),
            Units.percent(m.hits()),
            Units.share(m.r2()));
  }

  private static String floor(double mae, double longest) {
    return "<tr><td>Floor: best guesses there are</td>%s<td>%s</td><td></td><td></td><td></td></tr>\n"
        .formatted(bar(mae, longest), Units.dollars(mae));
  }

  private static String bar(double mae, double longest) {
    return Units.number(
        "<td class=\"bar\"><i style=\"width:%.1f%%\"></i></td>", 100 * mae / longest);
  }

  private static String examples(List<PricedProduct> products) {
    Comparator<PricedProduct> byError = Comparator.comparingDouble(p -> p.after().error(p.truth()));
    return Html.section(
        "",
        "Products to look at",
        "<h3>Furthest off after training</h3>\n",
        table(products.stream().sorted(byError.reversed())),
        "<h3>Closest after training</h3>\n",
        table(products.stream().sorted(byError)));
  }

  private static String table(Stream<PricedProduct> products) {
    var html =
        new StringBuilder(
            """
            <div class="scroll"><table>
            <thead><tr><th>Product</th><th>True price</th><th>Before</th><th>After</th>
            <th>Off by</th></tr></thead>
            <tbody>
            """);
    products
        .limit(SHOWN)
        .forEach(
            p ->
                html.append(
                    "<tr><td class=\"text\">%s</td><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>\n"
                        .formatted(
                            Html.escape(p.title()),
                            Units.dollars(p.truth()),
                            answer(p.before(), p.truth()),
                            answer(p.after(), p.truth()),
                            Units.dollars(p.after().error(p.truth())))));
    return html.append("</tbody></table></div>\n").toString();
  }

  private static String answer(PricedProduct.@Nullable Answer answer, double truth) {
    if (answer == null) {
      return "–";
    }
    Mark mark = Mark.of(answer, truth);
    String price = answer.parsed() ? Units.dollars(answer.guess()) : "no price";
    return "<span class=\"%s\" title=\"%s\">%s %s</span>"
        .formatted(
            mark.name().toLowerCase(Locale.ROOT),
            Html.escape(mark.meaning + ": " + answer.text()),
            price,
            mark.sign());
  }
}
