package tunebench.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import tunebench.pdf.PdfPage;

/** The report's page as a PDF: the same texts, tables and charts, laid out for paper. */
final class ReportPdf {
  private ReportPdf() {}

  /**
   * Renders a page.
   *
   * @param html of {@link HtmlPage}
   */
  static byte[] of(String html) {
    return PdfPage.of(html, style());
  }

  private static String style() {
    try (InputStream css = Objects.requireNonNull(ReportPdf.class.getResourceAsStream("pdf.css"))) {
      return new String(css.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
