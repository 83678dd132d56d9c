package tunebench.ui.runs;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.jfree.chart.ChartUtils;
import tunebench.protocol.Wire;
import tunebench.run.EvaluationRow;
import tunebench.run.PairedVerdict;
import tunebench.run.Passport;
import tunebench.run.RunRecord;
import tunebench.run.Scores;
import tunebench.run.SettingDifference;
import tunebench.ui.chart.Curves;
import tunebench.ui.chart.Pictures;
import tunebench.ui.control.RunWords;
import tunebench.ui.control.Show;

/** Runs side by side as a file: CSV, PNG of the curves, or a page that needs no other file. */
final class RunsExport {
  private RunsExport() {}

  /** Writes by the file's ending; written aside and moved. */
  static Path write(SideBySide side, Path file) throws IOException {
    Path aside = file.resolveSibling(file.getFileName() + ".tmp");
    String name = file.toString();
    if (name.endsWith(".png")) {
      Files.write(aside, side.losses().isEmpty() ? scatters(side) : curves(side));
    } else if (name.endsWith(".html")) {
      Files.writeString(aside, page(side));
    } else {
      Files.writeString(aside, csv(side));
    }
    return Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Writes a passport as JSON, aside and moved. */
  static Path write(Passport passport, Path file) throws IOException {
    Path aside = file.resolveSibling(file.getFileName() + ".tmp");
    Files.writeString(aside, Wire.write(passport));
    return Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
  }

  /** One line per product with the guess of each evaluation; for trainings one per setting. */
  static String csv(SideBySide side) {
    StringBuilder out = new StringBuilder();
    if (side.rows().isEmpty()) {
      List<String> head = new ArrayList<>(List.of("setting"));
      side.comparison().runs().forEach(run -> head.add(RunWords.name(run.summary())));
      line(out, head);
      for (SettingDifference d : side.comparison().differences()) {
        List<String> cells = new ArrayList<>(List.of(d.name()));
        cells.addAll(d.values());
        line(out, cells);
      }
      return out.toString();
    }
    List<String> head = new ArrayList<>(List.of("line", "title", "category", "truth"));
    head.addAll(side.rows().keySet());
    line(out, head);
    List<EvaluationRow> first = side.rows().values().iterator().next();
    for (EvaluationRow row : first) {
      List<String> cells =
          new ArrayList<>(List.of(row.line() + "", row.title(), row.category(), row.truth() + ""));
      for (List<EvaluationRow> rows : side.rows().values()) {
        cells.add(
            rows.stream()
                .filter(r -> r.line() == row.line())
                .map(r -> r.guess() + "")
                .findFirst()
                .orElse(""));
      }
      line(out, cells);
    }
    return out.toString();
  }

  private static void line(StringBuilder out, List<String> cells) {
    for (int i = 0; i < cells.size(); i++) {
      String cell = cells.get(i);
      boolean quote = cell.matches("(?s).*[\",\r\n].*");
      out.append(i == 0 ? "" : ",").append(quote ? '"' + cell.replace("\"", "\"\"") + '"' : cell);
    }
    out.append("\r\n");
  }

  private static byte[] curves(SideBySide side) throws IOException {
    var chart = new Curves("Step", "Loss of the price token", Curves.plain("0.##"), true);
    chart.show(side.losses());
    return png(Pictures.of(chart));
  }

  /** Predicted against true prices of each evaluation, side by side on one scale. */
  private static byte[] scatters(SideBySide side) throws IOException {
    int wide = 640;
    int high = 640;
    var image = new BufferedImage(wide * side.rows().size(), high, BufferedImage.TYPE_INT_RGB);
    Graphics2D g = image.createGraphics();
    int at = 0;
    for (var entry : side.rows().entrySet()) {
      var chart = Pictures.scatter(entry.getValue());
      chart.setBackgroundPaint(Color.WHITE);
      chart.setTitle(name(side, entry.getKey()));
      chart.draw(g, new Rectangle2D.Double(at++ * wide, 0, wide, high));
    }
    g.dispose();
    var bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }

  private static String name(SideBySide side, String run) {
    return side.comparison().runs().stream()
        .map(RunRecord::summary)
        .filter(summary -> summary.id().equals(run))
        .map(RunWords::name)
        .findFirst()
        .orElse(run);
  }

  private static byte[] png(org.jfree.chart.JFreeChart chart) throws IOException {
    chart.setBackgroundPaint(Color.WHITE);
    var bytes = new ByteArrayOutputStream();
    ChartUtils.writeChartAsPNG(bytes, chart, 1200, 640);
    return bytes.toByteArray();
  }

  private static String page(SideBySide side) throws IOException {
    StringBuilder out = new StringBuilder();
    out.append(
        """
        <!doctype html><html lang="en"><meta charset="utf-8"><title>Runs side by side</title>
        <style>body{font:16px/1.5 sans-serif;max-width:1000px;margin:40px auto;padding:0 20px}
        table{border-collapse:collapse;margin:12px 0}td,th{border:1px solid #d0d7de;padding:5px 12px;
        text-align:left}img{max-width:100%}</style><h1>Runs side by side</h1>
        """);
    for (PairedVerdict v : side.comparison().verdicts()) {
      out.append("<p>").append(escape(v.verdict())).append("</p>\n");
    }
    List<RunRecord> runs = side.comparison().runs();
    out.append("<table><tr><th></th>");
    runs.forEach(
        run -> out.append("<th>").append(escape(RunWords.name(run.summary()))).append("</th>"));
    out.append("</tr>\n");
    row(out, "status", runs.stream().map(r -> RunWords.status(r.summary().status())).toList());
    row(
        out,
        "MAE",
        runs.stream()
            .map(r -> r.scores().isEmpty() ? "" : Show.mae(r.scores().getLast()))
            .toList());
    row(
        out,
        "hits",
        runs.stream().map(r -> r.scores().isEmpty() ? "" : hits(r.scores().getLast())).toList());
    row(
        out,
        "model",
        runs.stream()
            .map(r -> r.provenance().modelName() + " " + r.provenance().modelHash())
            .toList());
    row(
        out,
        "data",
        runs.stream()
            .map(r -> r.provenance().datasetName() + " " + r.provenance().datasetHash())
            .toList());
    row(out, "device", runs.stream().map(r -> r.provenance().device()).toList());
    for (SettingDifference d : side.comparison().differences()) {
      row(out, d.name(), d.values());
    }
    row(out, "notes", runs.stream().map(RunRecord::notes).toList());
    out.append("</table>\n");
    if (!side.losses().isEmpty()) {
      out.append(
              "<h2>Loss of the price token, smoothed</h2><img alt=\"Loss curves\""
                  + " src=\"data:image/png;base64,")
          .append(Base64.getEncoder().encodeToString(curves(side)))
          .append("\">\n");
    }
    for (Map.Entry<String, List<EvaluationRow>> e : side.rows().entrySet()) {
      out.append("<h2>")
          .append(escape(e.getKey()))
          .append("</h2><img alt=\"Guess and truth\" src=\"data:image/png;base64,")
          .append(Base64.getEncoder().encodeToString(png(Pictures.scatter(e.getValue()))))
          .append("\">\n");
    }
    return out.append("</html>\n").toString();
  }

  private static String hits(Scores scores) {
    return Show.text("%.1f %%", scores.hits());
  }

  private static void row(StringBuilder out, String name, List<String> values) {
    out.append("<tr><th>").append(escape(name)).append("</th>");
    values.forEach(value -> out.append("<td>").append(escape(value)).append("</td>"));
    out.append("</tr>\n");
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
