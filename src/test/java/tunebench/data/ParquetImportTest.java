package tunebench.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tunebench.BadInputException;

/** The files were written by DuckDB: Snappy, Zstandard and gzip. */
class ParquetImportTest {
  private static final Path FOLDER = Path.of("src/test/resources/tunebench/data");

  @Test
  void listsAndStructuresBecomeText() {
    Dataset read =
        ParquetImport.read(FOLDER.resolve("train-00000-of-00002.parquet"), ImportSettings.DEFAULT);
    assertThat(read.rowsIn()).isEqualTo(12);
    assertThat(read.products()).hasSize(12);
    Product third = read.products().get(2);
    assertThat(third.line()).isEqualTo(3);
    assertThat(third.title()).isEqualTo("Lamp 3");
    assertThat(third.description()).isEqualTo("Bright\nMade of brass no. 3");
    assertThat(third.details()).isEqualTo("brand: Lumo; watts: 3");
    assertThat(third.category()).isEqualTo("Home");
    assertThat(third.price()).isEqualTo(9.75);
    assertThat(read.products().get(4).category()).isEmpty();
  }

  @Test
  void asteriskJoinsTheParts() {
    Dataset read = DatasetImport.read(FOLDER.resolve("train-*.parquet"), ImportSettings.DEFAULT);
    assertThat(read.products()).hasSize(20);
    assertThat(read.products().getLast().title()).isEqualTo("Lamp 20");
    assertThat(read.products().getLast().line()).isEqualTo(20);
    assertThatThrownBy(
            () -> DatasetImport.read(FOLDER.resolve("*.parquet"), ImportSettings.DEFAULT))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("types.parquet has other columns");
    assertThatThrownBy(
            () -> DatasetImport.read(FOLDER.resolve("no-*.parquet"), ImportSettings.DEFAULT))
        .hasMessageContaining("No file in");
  }

  @Test
  void otherTypesAreWrittenOut() {
    Table table = ParquetImport.table(FOLDER.resolve("types.parquet"));
    assertThat(table.header()).containsExactly("title", "price", "lit", "day", "raw", "nothing");
    assertThat(table.rows().getFirst().cells())
        .containsExactly("Lamp", "12.50", "true", "2024-05-06", "abc", "");
  }

  @Test
  void fileThatBreaksOffIsOneSentence(@TempDir Path folder) throws Exception {
    byte[] good = Files.readAllBytes(FOLDER.resolve("train-00000-of-00002.parquet"));
    Path file = folder.resolve("bad.parquet");
    for (int length = 0; length < good.length; length += 7) {
      Files.write(file, Arrays.copyOf(good, length));
      assertThatThrownBy(() -> ParquetImport.table(file))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("bad.parquet cannot be read as a Parquet file");
    }
  }
}
