package planted.service;

import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;

/** Breaks a wall on purpose. */
public final class UsesPdf {
  private UsesPdf() {}

  /** Names libraries that have no place here. */
  public static List<Class<?>> forbidden() {
    return List.of(PdfRendererBuilder.class, PDDocument.class);
  }
}
