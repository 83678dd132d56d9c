package tunebench.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tunebench.eval.Metrics;

/** The report as one HTML page that needs no other file and no network. */
final class HtmlPage {
  private HtmlPage() {}

  static String of(LabsReport report, Charts charts) {
    return """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Five labs: %s</title>
    <style>
    %s</style>
    </head>
    <body>
    <main>
    %s%s%s<footer>Written by Tunebench. All figures are in report.json beside this page.</footer>
    </main>
    </body>
    </html>
    """
        .formatted(
            Html.escape(report.model()),
            style(),
            header(report),
            LabSections.html(report, charts),
            ResultSections.html(report));
  }

  private static String header(LabsReport report) {
    List<List<String>> facts = new ArrayList<>();
    facts.add(List.of("Device", report.device()));
    facts.add(List.of("Seed", String.valueOf(report.seed())));
    report.settings().forEach((name, value) -> facts.add(List.of(name, value)));
    return """
    <header class="page">
    <p class="kicker">Tunebench · five labs</p>
    <h1>%s</h1>
    %s%s</header>
    """
        .formatted(Html.escape(report.model()), Html.facts(facts), tiles(report));
  }

  private static String tiles(LabsReport report) {
    Metrics before = report.before();
    Metrics after = report.lab5().metrics();
    BaselineScores baselines = report.baselines();
    String best = baselines.best();
    return "<div class=\"tiles\">\n"
        + tile("", before, "Mean error before training")
        + tile(" main", after, "Mean error after training")
        + tile("", baselines.metrics().get(best), "Best baseline: " + BaselineScores.words(best))
        + "<div class=\"tile\"><b>%s</b><span>Hits after training<br>%s before</span></div>\n"
            .formatted(
                Units.percent(after.hits()), before == null ? "–" : Units.percent(before.hits()))
        + "</div>\n";
  }

  private static String tile(String kind, @Nullable Metrics metrics, String label) {
    String half =
        metrics == null || Double.isNaN(metrics.maeCi95().halfWidth())
            ? ""
            : Units.number("± %,.2f (95 %%)", metrics.maeCi95().halfWidth());
    return "<div class=\"tile%s\"><b>%s</b><span>%s<br>%s</span></div>\n"
        .formatted(
            kind, metrics == null ? "–" : Units.dollars(metrics.mae()), Html.escape(label), half);
  }

  static String style() {
    try (InputStream css =
        Objects.requireNonNull(HtmlPage.class.getResourceAsStream("report.css"))) {
      return new String(css.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
