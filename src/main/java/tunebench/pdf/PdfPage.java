package tunebench.pdf;

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

/** A page of HTML as a PDF: the same texts, tables and pictures, laid out for paper. */
public final class PdfPage {
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

  private PdfPage() {}

  /** Renders a page of the kind that the report and the journal are, in their style for paper. */
  public static byte[] of(String html) {
    try (InputStream css = Objects.requireNonNull(PdfPage.class.getResourceAsStream("paper.css"))) {
      return of(html, new String(css.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Renders a page.
   *
   * @param html needs no other file: its pictures are {@code data:} addresses. Of the elements
   *     {@code source} nothing is taken, for they hold the pictures for dark screens
   * @param style takes the place of the page's own style sheets; its fonts are {@code 'Paper'}
   *     where the system has one that PDF lacks, then {@code sans-serif}
   */
  public static byte[] of(String html, String style) {
    // The library tells each font and style that it loads.
    XRLog.setLoggingEnabled(false);
    // And which fonts stand in for PDF's own, which the page does not use.
    FONT_WARNINGS.setLevel(Level.SEVERE);
    Document page = Jsoup.parse(html);
    page.select("style").forEach(sheet -> sheet.text(style));
    page.select("source").remove();
    PdfRendererBuilder builder =
        new PdfRendererBuilder().withW3cDocument(new W3CDom().fromJsoup(page), null);
    builder.withProducer("Tunebench");
    font("").ifPresent(font -> builder.useFont(font, "Paper"));
    bold().ifPresent(font -> builder.useFont(font, "Paper", 700, FontStyle.NORMAL, true));
    try (PdfBoxRenderer renderer = builder.buildPdfRenderer();
        ByteArrayOutputStream out = new ByteArrayOutputStream()) {
      renderer.createPDFWithoutClosing();
      PDDocument document = renderer.getPdfDocument();
      // Without time and chance the same page gives the same bytes.
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
}
