package tunebench.pdf;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;

class PdfPageTest {
  private static final String STYLE = "@page{size:A5}.off{display:none}";

  @Test
  void takesThePaperFromTheStyleAndNothingOfThePagesOwn() throws IOException {
    String html =
        "<!doctype html><html><style>.seen{display:none}</style><p class=off>hidden<p"
            + " class=seen>shown";
    try (PDDocument pdf = Loader.loadPDF(PdfPage.of(html, STYLE))) {
      assertThat(new PDFTextStripper().getText(pdf).strip()).isEqualTo("shown");
      assertThat(pdf.getNumberOfPages()).isEqualTo(1);
      assertThat(pdf.getPage(0).getMediaBox().getWidth()).isBetween(419f, 420f);
    }
  }

  @Test
  void ofAPictureInTwoThemesTheLightOneIsTaken() throws IOException {
    String html =
        "<!doctype html><html><picture><source srcset=\"%s\"><img src=\"%s\"></picture>"
            .formatted(picture(7), picture(5));
    try (PDDocument pdf = Loader.loadPDF(PdfPage.of(html, STYLE))) {
      PDResources found = pdf.getPage(0).getResources();
      assertThat(found.getXObjectNames()).hasSize(1);
      for (COSName name : found.getXObjectNames()) {
        assertThat(found.getXObject(name).getCOSObject().getInt(COSName.WIDTH)).isEqualTo(5);
      }
    }
  }

  @Test
  void theSamePageGivesTheSameBytes() {
    String html = "<!doctype html><html><p>once";
    assertThat(PdfPage.of(html, STYLE)).isEqualTo(PdfPage.of(html, STYLE));
  }

  private static String picture(int width) throws IOException {
    var png = new ByteArrayOutputStream();
    ImageIO.write(new BufferedImage(width, 4, BufferedImage.TYPE_INT_RGB), "png", png);
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(png.toByteArray());
  }
}
