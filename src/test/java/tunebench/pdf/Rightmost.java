package tunebench.pdf;

import java.io.IOException;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.apache.pdfbox.text.TextPosition;

/** Where the text of a PDF's page reaches farthest to the right, in points. */
final class Rightmost extends PDFTextStripper {
  private float most;

  /** Of one page, counted from 1. */
  static float of(PDDocument pdf, int page) throws IOException {
    var right = new Rightmost();
    right.setStartPage(page);
    right.setEndPage(page);
    var _ = right.getText(pdf);
    return right.most;
  }

  @Override
  protected void writeString(String text, List<TextPosition> letters) {
    for (TextPosition letter : letters) {
      most = Math.max(most, letter.getX() + letter.getWidth());
    }
  }
}
