package tunebench.report;

import java.util.List;

/** The few pieces of HTML that the report is made of. Every text passes through {@link #escape}. */
final class Html {
  private Html() {}

  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  static String paragraph(String text) {
    return "<p>" + escape(text) + "</p>\n";
  }

  static String note(String text) {
    return "<p class=\"note\">" + escape(text) + "</p>\n";
  }

  /** A section of the page: what the lab is called, then its contents, which are HTML. */
  static String section(String lab, String title, String... contents) {
    String kicker = lab.isEmpty() ? "" : "<span class=\"lab\">" + escape(lab) + "</span>";
    return "<section>\n<h2>%s%s</h2>\n%s</section>\n"
        .formatted(kicker, escape(title), String.join("", contents));
  }

  /** A table of texts; the first column stands left, all others right. */
  static String table(List<String> head, List<List<String>> rows) {
    var html = new StringBuilder("<div class=\"scroll\"><table>\n<thead><tr>");
    head.forEach(cell -> html.append("<th>").append(escape(cell)).append("</th>"));
    html.append("</tr></thead>\n<tbody>\n");
    for (List<String> row : rows) {
      html.append("<tr>");
      row.forEach(cell -> html.append("<td>").append(escape(cell)).append("</td>"));
      html.append("</tr>\n");
    }
    return html.append("</tbody></table></div>\n").toString();
  }

  /** Names and what they are, side by side: pairs of texts in a row. */
  static String facts(List<List<String>> pairs) {
    var html = new StringBuilder("<dl class=\"facts\">\n");
    for (List<String> pair : pairs) {
      html.append("<dt>").append(escape(pair.get(0))).append("</dt>");
      html.append("<dd>").append(escape(pair.get(1))).append("</dd>\n");
    }
    return html.append("</dl>\n").toString();
  }
}
