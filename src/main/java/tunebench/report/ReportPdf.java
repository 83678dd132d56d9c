package tunebench.report;

import com.openhtmltopdf.extend.FSSupplier;
import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.pdfboxout.PdfBoxRenderer;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.util.XRLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.jsoup.Jsoup;
import org.jsoup.helper.W3CDom;
import org.jsoup.nodes.Document;

/** The report's page as a PDF: the same texts, tables and charts, laid out for paper. */
final class ReportPdf {
  /**
   * Fonts that hold more than Western European letters, where systems keep them. Without one, PDF's
   * own are taken, which print what they lack as a number sign.
   */
  private static final List<String> FONTS =
      List.of(
          "/usr/share/fonts/truetype/dejavu/DejaVuSans%s.ttf",
          "/usr/share/fonts/dejavu-sans-fonts/DejaVuSans%s.ttf",
          "/usr/share/fonts/TTF/DejaVuSans%s.ttf",
          "/System/Library/Fonts/Supplemental/Arial%s.ttf",
          "C:/Windows/Fonts/arial%s.ttf");

  /** Held, because the system forgets loggers that nobody holds. */
  private static final Logger FONT_WARNINGS = Logger.getLogger("org.apache.pdfbox.pdmodel.font");

  private ReportPdf() {}

  /**
   * Renders a page.
   *
   * @param html of {@link HtmlPage}
   */
  static byte[] of(String html) {
    // The library tells each font and style that it loads.
    XRLog.setLoggingEnabled(false);
    // And which fonts stand in for PDF's own, which the page does not use.
    FONT_WARNINGS.setLevel(Level.SEVERE);
    Document page = Jsoup.parse(html);
    page.select("style").forEach(sheet -> sheet.text(style()));
    // Of each chart's two pictures the one for dark screens goes.
    page.select("source").remove();
    PdfRendererBuilder builder =
        new PdfRendererBuilder().withW3cDocument(new W3CDom().fromJsoup(page), null);
    builder.withProducer("Tunebench");
    font("").ifPresent(font -> builder.useFont(font, "Report"));
    bold().ifPresent(font -> builder.useFont(font, "Report", 700, FontStyle.NORMAL, true));
    try (PdfBoxRenderer renderer = builder.buildPdfRenderer();
        ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      renderer.createPDFWithoutClosing();
      PDDocument document = renderer.getPdfDocument();
      // Without time and chance the same report gives the same bytes.
      document.setDocumentId(0L);
      document.getDocumentInformation().setCreationDate(null);
      document.save(out);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<FSSupplier<InputStream>> bold() {
    return font("-Bold").or(() -> font(" Bold")).or(() -> font("bd"));
  }

  private static Optional<FSSupplier<InputStream>> font(String weight) {
    return FONTS.stream()
        .map(pattern -> Path.of(pattern.formatted(weight)))
        .filter(Files::isRegularFile)
        .findFirst()
        .map(
            file ->
                () -> {
                  try {
                    return Files.newInputStream(file);
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                });
  }

  private static String style() {
    try (InputStream css = Objects.requireNonNull(ReportPdf.class.getResourceAsStream("pdf.css"))) {
      return new String(css.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
