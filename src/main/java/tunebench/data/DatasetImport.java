package tunebench.data;

import java.nio.file.Path;
import java.util.List;

/** Reads a file of products, whichever of the known forms it has. */
public final class DatasetImport {
  private DatasetImport() {}

  /**
   * Reads JSON lines if the name ends in {@code .jsonl}, {@code .ndjson} or {@code .json}, Parquet
   * if it ends in {@code .parquet}, else CSV. An asterisk in the name stands for the parts of one
   * table, such as {@code train-*.parquet}.
   *
   * @throws tunebench.BadInputException if the file cannot be read, or a needed column is missing
   */
  public static Dataset read(Path file, ImportSettings settings) {
    return read(file, settings, (done, total) -> {});
  }

  /** The same, told of each row. */
  public static Dataset read(Path file, ImportSettings settings, RowWatch watch) {
    return RowImport.products(TableFiles.read(file), settings, watch);
  }

  /** The columns of such a file, for a person to map. */
  public static List<String> header(Path file) {
    return TableFiles.read(file).header();
  }
}
