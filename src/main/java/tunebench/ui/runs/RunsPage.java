package tunebench.ui.runs;

import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;
import tunebench.pdf.PdfPage;
import tunebench.run.PairedVerdict;
import tunebench.run.RunRecord;
import tunebench.run.SettingDifference;
import tunebench.ui.control.RunWords;
import tunebench.ui.control.Show;
import tunebench.ui.work.Writing;

/** Runs side by side as a report with charts: a page that needs no other file, or paper. */
final class RunsPage {
  /** Runs beside one another on A4; with more, their names and hashes would run into each other. */
  private static final int ABREAST = 4;

  private static final String SCREEN =
      """
      body{font:16px/1.5 sans-serif;max-width:1000px;margin:40px auto;padding:0 20px}
      table{border-collapse:collapse;margin:12px 0}td,th{border:1px solid #d0d7de;padding:5px 12px;
      text-align:left}img{max-width:100%}
      """;

  private static final String PAPER =
      """
      @page{size:A4;margin:16mm 15mm 18mm;@bottom-right{content:counter(page) " / " counter(pages);
      font:8pt sans-serif;color:#5b6675}}
      body{margin:0;color:#1d2430;font:10pt/1.45 'Paper',sans-serif}
      h1{margin:0 0 4mm;font-size:19pt}h2{margin:5mm 0 2mm;font-size:12pt}
      table{border-collapse:collapse;table-layout:fixed;width:179mm;margin:3mm 0;font-size:8pt}
      td,th{border:0.2mm solid #d0d7de;padding:1mm 2mm;text-align:left;vertical-align:top;
      word-wrap:break-word}tr,section{page-break-inside:avoid}img{width:180mm}
      """;

  private final SideBySide side;
  private final Writing writing;
  private final StringBuilder out = new StringBuilder();

  private RunsPage(SideBySide side, Writing writing) {
    this.side = side;
    this.writing = writing;
  }

  /** As HTML, with all runs in one table. */
  static String html(SideBySide side, Writing writing) throws IOException {
    return new RunsPage(side, writing).page(Math.max(1, side.comparison().runs().size()));
  }

  /** As PDF, with as many runs in a table as a sheet of A4 has room for. */
  static byte[] pdf(SideBySide side, Writing writing) throws IOException {
    String page = new RunsPage(side, writing).page(ABREAST);
    writing.at("laying out the pages");
    return PdfPage.of(page, PAPER);
  }

  private String page(int abreast) throws IOException {
    out.append(
        """
        <!doctype html><html lang="en"><meta charset="utf-8"><title>Runs side by side</title>
        <style>%s</style><h1>Runs side by side</h1>
        """
            .formatted(SCREEN));
    for (PairedVerdict v : side.comparison().verdicts()) {
      out.append("<p>").append(escape(v.verdict())).append("</p>\n");
    }
    int runs = side.comparison().runs().size();
    for (int from = 0; from < runs; from += abreast) {
      table(from, Math.min(runs, from + abreast));
    }
    charts();
    return out.append("</html>\n").toString();
  }

  private void table(int from, int to) {
    List<RunRecord> runs = side.comparison().runs().subList(from, to);
    out.append("<table><tr><th></th>");
    runs.forEach(
        run -> out.append("<th>").append(escape(RunWords.name(run.summary()))).append("</th>"));
    out.append("</tr>\n");
    row("status", runs, run -> RunWords.status(run.summary().status()));
    row("MAE", runs, run -> run.scores().isEmpty() ? "" : Show.mae(run.scores().getLast()));
    row("hits", runs, RunsPage::hits);
    row("model", runs, r -> r.provenance().modelName() + " " + r.provenance().modelHash());
    row("data", runs, r -> r.provenance().datasetName() + " " + r.provenance().datasetHash());
    row("device", runs, r -> r.provenance().device());
    for (SettingDifference d : side.comparison().differences()) {
      row(d.name(), d.values().subList(from, to));
    }
    row("notes", runs, RunRecord::notes);
    out.append("</table>\n");
  }

  private static String hits(RunRecord run) {
    return run.scores().isEmpty() ? "" : Show.text("%.1f %%", run.scores().getLast().hits());
  }

  private void row(String name, List<RunRecord> runs, Function<RunRecord, String> cell) {
    row(name, runs.stream().map(cell).toList());
  }

  private void row(String name, List<String> values) {
    out.append("<tr><th>").append(escape(name)).append("</th>");
    values.forEach(value -> out.append("<td>").append(escape(value)).append("</td>"));
    out.append("</tr>\n");
  }

  private void charts() throws IOException {
    List<String> priced = List.copyOf(side.rows().keySet());
    int curves = side.losses().isEmpty() ? 0 : 1;
    int all = curves + priced.size();
    if (curves == 1) {
      writing.at("chart 1 of " + all);
      chart("Loss of the price token, smoothed", "Loss curves", RunsPictures.curves(side));
    }
    for (int i = 0; i < priced.size(); i++) {
      writing.at("chart " + (curves + i + 1) + " of " + all);
      String run = priced.get(i);
      chart(
          side.name(run),
          "Predictions of " + side.name(run) + " against true prices",
          RunsPictures.scatter(side.rows().getOrDefault(run, List.of())));
    }
  }

  private void chart(String title, String alt, byte[] png) {
    out.append(
        "<section><h2>%s</h2><img alt=\"%s\" src=\"data:image/png;base64,%s\"></section>\n"
            .formatted(escape(title), escape(alt), Base64.getEncoder().encodeToString(png)));
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
