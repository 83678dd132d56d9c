package tunebench.pdf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.text.PDFTextStripper;

/** What stands in a PDF, read back. */
public final class Printed implements AutoCloseable {
  private final PDDocument document;

  private Printed(PDDocument document) {
    this.document = document;
  }

  public static Printed of(byte[] pdf) throws IOException {
    return new Printed(Loader.loadPDF(pdf));
  }

  public static Printed of(Path file) throws IOException {
    return of(Files.readAllBytes(file));
  }

  public int pages() {
    return document.getNumberOfPages();
  }

  /** All text, with every break of a line a space. */
  public String text() throws IOException {
    return words(new PDFTextStripper().getText(document));
  }

  /** A text as {@link #text} has it. */
  public static String words(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }

  /** How many pictures there are. */
  public int pictures() {
    int pictures = 0;
    for (PDPage page : document.getPages()) {
      for (COSName name : page.getResources().getXObjectNames()) {
        pictures += page.getResources().isImageXObject(name) ? 1 : 0;
      }
    }
    return pictures;
  }

  /** Width of a page, counted from 1, in points. */
  public float width(int page) {
    return document.getPage(page - 1).getMediaBox().getWidth();
  }

  /** Where a page's text reaches farthest to the right, in points. */
  public float rightmost(int page) throws IOException {
    return Rightmost.of(document, page);
  }

  @Override
  public void close() throws IOException {
    document.close();
  }
}
