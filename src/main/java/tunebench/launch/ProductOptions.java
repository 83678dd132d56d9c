package tunebench.launch;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tunebench.data.Dataset;
import tunebench.data.DatasetImport;
import tunebench.data.ImportSettings;

/** A file of products and its columns, for every command that needs one. */
final class ProductOptions {
  @Option(
      names = "--csv",
      converter = RowsPath.class,
      required = true,
      paramLabel = "FILE",
      description = "The products.")
  private Path csv = Path.of("");

  @Mixin private ColumnOptions columns = new ColumnOptions();

  Path csv() {
    return csv;
  }

  /** How the file is read, with columns that were chosen elsewhere on the command line too. */
  ImportSettings settings(List<String> more) {
    return columns.settings(ImportSettings.DEFAULT, more);
  }

  Dataset read() {
    return DatasetImport.read(csv, settings(List.of()));
  }
}
