package tunebench.report;

import java.util.List;
import java.util.stream.Collectors;

/** The lab journal as one HTML page that needs no other file and no network. */
public final class JournalPage {
  private static final String OPENING = "<script type=\"application/json\" id=\"journal\">";

  private JournalPage() {}

  /**
   * A page.
   *
   * @param data JSON from which the journal can be opened again; lies in the page, unseen
   */
  public static String of(List<JournalSection> sections, String data) {
    return """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Lab journal</title>
    <style>
    %s</style>
    </head>
    <body>
    <main>
    <header class="page">
    <p class="kicker">Tunebench</p>
    <h1>Lab journal</h1>
    </header>
    %s<footer>Written by Tunebench, which can open this page again.</footer>
    </main>
    %s%s</script>
    </body>
    </html>
    """
        .formatted(
            HtmlPage.style(),
            sections.stream().map(JournalPage::section).collect(Collectors.joining()),
            OPENING,
            // Within a script no tag may seem to begin; JSON allows any character to be escaped.
            data.replace("<", "\\u003c"));
  }

  /** The data of a page that {@link #of} wrote, or "" where it is none. */
  public static String data(String html) {
    int from = html.indexOf(OPENING);
    int to = html.indexOf("</script>", Math.max(0, from));
    return from < 0 || to < 0 ? "" : html.substring(from + OPENING.length(), to);
  }

  private static String section(JournalSection s) {
    JournalChart chart = s.chart();
    return Html.section(
        s.lab(),
        s.title(),
        s.lines().stream().map(Html::paragraph).collect(Collectors.joining()),
        chart == null ? "" : chart.figure(),
        s.passport().isEmpty()
            ? ""
            : "<details><summary>Passport</summary>\n" + Html.facts(s.passport()) + "</details>\n");
  }
}
