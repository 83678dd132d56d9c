package tunebench.launch;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tunebench.data.DatasetImport;
import tunebench.data.ImportSettings;
import tunebench.data.Product;
import tunebench.parity.ExportCheck;
import tunebench.parity.ParityReport;
import tunebench.tensor.Devices;

/** The check that every export ends with. */
final class ParityOptions {
  @Option(
      names = "--parity-csv",
      paramLabel = "FILE",
      description = "Products that the export must price as before; default: the sample shop's.")
  private @Nullable Path csv;

  @Option(
      names = "--parity-rows",
      paramLabel = "N",
      defaultValue = "32",
      description = "How many of them; 0 leaves the check out. Default: ${DEFAULT-VALUE}.")
  private int rows;

  /**
   * Checks an export.
   *
   * @return the exit code: 1 where the check failed
   */
  int check(ExportCheck check, Devices device, PrintWriter out) throws IOException {
    if (rows == 0) {
      out.println("Parity was not checked: --parity-rows is 0.");
      return 0;
    }
    if (!check.unable().isEmpty()) {
      out.println(check.unable());
      return 0;
    }
    Path file = csv;
    List<Product> products =
        DatasetImport.read(file == null ? Shipped.products() : file, ImportSettings.DEFAULT)
            .products();
    ParityReport report = check.run(products.subList(0, Math.min(rows, products.size())), device);
    out.println(report.sentence());
    return report.passed() ? 0 : 1;
  }
}
