package tunebench.report;

import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import tunebench.BadInputException;
import tunebench.pdf.PdfPage;

/**
 * Writes a report into a folder: {@code report.json}, {@code report.html}, {@code report.pdf} and
 * the charts as PNG. The files are written aside and then moved into place, {@code report.json}
 * last, so that an interrupted run leaves no half-written file.
 */
public final class ReportWriter {
  /** Inside the folder, since only moves within one file system are atomic. */
  private static final String ASIDE = ".report.tmp";

  private ReportWriter() {}

  /**
   * Writes all files of the report, replacing those of an earlier one; makes the folder if need be.
   * A folder that cannot be written is a {@link BadInputException}.
   *
   * @return the page, for a person to open
   */
  public static Path write(LabsReport report, Path folder) {
    Map<String, byte[]> files = render(report);
    try {
      Path aside = folder.resolve(ASIDE);
      Files.createDirectories(aside);
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        Files.write(aside.resolve(file.getKey()), file.getValue());
      }
      for (String name : files.keySet()) {
        Files.move(
            aside.resolve(name),
            folder.resolve(name),
            StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
      }
      Files.delete(aside);
    } catch (IOException failure) {
      throw new BadInputException(
          "The report cannot be written to %s (%s); choose a folder that can be written."
              .formatted(folder, failure),
          failure);
    }
    return folder.resolve("report.html");
  }

  /**
   * Makes sure that charts can be drawn, before hours are spent on what they shall show.
   *
   * @throws BadInputException if the machine has no fonts
   */
  public static void check() {
    try {
      new Font(Font.SANS_SERIF, Font.PLAIN, 12)
          .getStringBounds("8", new FontRenderContext(null, true, true));
    } catch (RuntimeException | LinkageError missing) {
      throw new BadInputException(
          "Charts need a font and this machine has none; install fontconfig and a font, on Debian"
              + " with: apt install libfreetype6 fontconfig fonts-dejavu-core",
          missing);
    }
  }

  /** The contents by file name, in the order of their moving. */
  private static Map<String, byte[]> render(LabsReport report) {
    Map<String, byte[]> files = new LinkedHashMap<>();
    var charts = new Charts(report);
    charts.pictures().forEach((name, png) -> files.put(name + ".png", png));
    String page = HtmlPage.of(report, charts);
    files.put("report.pdf", PdfPage.of(page));
    files.put("report.html", page.getBytes(StandardCharsets.UTF_8));
    files.put("report.json", ReportJson.write(report));
    return files;
  }
}
