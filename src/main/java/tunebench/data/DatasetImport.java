package tunebench.data;

import java.nio.file.Path;
import java.util.Locale;

/** Reads a file of products, whichever of the known forms it has. */
public final class DatasetImport {
  private DatasetImport() {}

  /**
   * Reads JSON lines if the name ends in {@code .jsonl}, {@code .ndjson} or {@code .json}, else
   * CSV.
   *
   * @throws tunebench.BadInputException if the file cannot be read, or a needed column is missing
   */
  public static Dataset read(Path file, ImportSettings settings) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    boolean json = name.endsWith(".jsonl") || name.endsWith(".ndjson") || name.endsWith(".json");
    return json ? JsonlImport.read(file, settings) : CsvImport.read(file, settings);
  }
}
