package tunebench.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tunebench.BadInputException;

class CsvImportTest {
  @TempDir Path folder;

  @Test
  void quotesLineBreaksAndLineNumbersAreRight() throws Exception {
    Dataset dataset =
        imported("title,description,price\n\"27\"\" screen\",\"one\n\ntwo\",10\nlamp,,20\n");
    assertThat(dataset.products())
        .containsExactly(
            new Product(2, "27\" screen", "one\ntwo", "", "", "", 10),
            new Product(5, "lamp", "", "", "", "", 20));
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "\t"})
  void theDelimiterIsFound(String delimiter) throws Exception {
    Dataset dataset = imported("title,brand,price\n\"a, b; c\",Arvo,10\n".replace(",", delimiter));
    assertThat(dataset.products()).singleElement().extracting(Product::brand).isEqualTo("Arvo");
  }

  @Test
  void aByteOrderMarkAndBlanksInTheHeaderAreNoPartOfNames() throws Exception {
    Dataset dataset = imported("\ufefftitle , price  \nlamp,10\n");
    assertThat(dataset.mapping().of(Field.TITLE)).containsExactly("title");
    assertThat(dataset.products()).hasSize(1);
  }

  @Test
  void aFileThatIsNotUtf8IsReadAsWindows1252() throws Exception {
    Path file = folder.resolve("shop.csv");
    Files.write(file, "title,price\nCafé,€10\n".getBytes(Charset.forName("windows-1252")));
    Dataset dataset = CsvImport.read(file, ImportSettings.DEFAULT);
    assertThat(dataset.encoding()).isEqualTo("windows-1252");
    assertThat(dataset.products().getFirst().title()).isEqualTo("Café");
    Files.write(file, "title,price\nCaf\u00e9 \u0081,10\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(CsvImport.read(file, ImportSettings.DEFAULT).encoding()).isEqualTo("ISO-8859-1");
  }

  @Test
  void aMissingPriceColumnIsNamedWithTheWayOut() {
    assertThatThrownBy(() -> imported("title,colour\nlamp,red\n"))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            "shop.csv has no column that looks like a price; its columns are: title, colour."
                + " Say which it is with price=COLUMN.");
  }

  @Test
  void aChosenColumnThatIsNotThereIsNamed() {
    ColumnMapping chosen = ColumnMapping.none().with(Field.PRICE, "cost in usd");
    assertThatThrownBy(() -> imported("title,colour\n", ImportSettings.DEFAULT.withColumns(chosen)))
        .isInstanceOf(BadInputException.class)
        .hasMessage(
            "shop.csv has no column \"cost in usd\" for the price; its columns are: title,"
                + " colour.");
  }

  @Test
  void aChosenColumnOverrulesTheGuessWhateverItsCase() throws Exception {
    ColumnMapping chosen = ColumnMapping.none().with(Field.PRICE, "msrp");
    Dataset dataset =
        imported("title,price,MSRP\nlamp,10,12\n", ImportSettings.DEFAULT.withColumns(chosen));
    assertThat(dataset.products().getFirst().price()).isEqualTo(12);
  }

  @Test
  void duplicatesAreReportedOrKept() throws Exception {
    String text = "title,price\nlamp,10\nlamp,12\n";
    assertThat(imported(text).rejected())
        .containsExactly(new RejectedRow(3, "title", "lamp", "duplicate of line 2"));
    assertThat(imported(text, ImportSettings.DEFAULT.withDuplicates()).products()).hasSize(2);
  }

  @Test
  void aQuoteThatIsNeverClosedNamesTheLine() {
    assertThatThrownBy(() -> imported("title,price\nlamp,10\n\"chair,20\n"))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("shop.csv cannot be read as CSV after line 2");
  }

  @Test
  void anEmptyFileAndAMissingOneAreBadInput() {
    assertThatThrownBy(() -> imported("")).isInstanceOf(BadInputException.class);
    assertThatThrownBy(() -> CsvImport.read(folder.resolve("no.csv"), ImportSettings.DEFAULT))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no.csv");
  }

  @Test
  void aHeaderAloneIsAnEmptyDataset() throws Exception {
    assertThat(imported("title,price\n").rowsIn()).isZero();
  }

  @Test
  void shortTextsAreReportedAndLongOnesCutIfAsked() throws Exception {
    ImportSettings settings =
        new ImportSettings(ColumnMapping.none(), PriceParser.COURSE, false, false, 5, 8);
    Dataset dataset = imported("title,description,price\na,tiny,1\nb,long enough,2\n", settings);
    assertThat(dataset.rejected())
        .containsExactly(
            new RejectedRow(
                2, "description", "tiny", "the text has 4 characters, fewer than the 5 asked for"));
    assertThat(dataset.products().getFirst().description()).isEqualTo("long eno");
  }

  @Test
  void theCoursesScrubbingIsAnOption() throws Exception {
    ImportSettings settings =
        new ImportSettings(ColumnMapping.none(), PriceParser.COURSE, false, true, 0, 0);
    Dataset dataset =
        imported("title,description,details,price\nLamp [x],WP67003405 fits,Item: 4,9\n", settings);
    assertThat(dataset.products())
        .containsExactly(new Product(2, "Lamp x", "fits 4", "", "", "", 9));
  }

  @Test
  void aRowWithTooFewOrTooManyCellsIsReported() throws Exception {
    Dataset dataset = imported("title,brand,price\nlamp\nlamp,Arvo,10,,\nlamp,Arvo,10,more\n");
    assertThat(dataset.products()).extracting(Product::line).containsExactly(3);
    assertThat(dataset.rejected())
        .extracting(RejectedRow::reason)
        .containsExactly(
            "the row has 1 cell, but the header has 3",
            "the row has 4 cells, but the header has 3");
  }

  private Dataset imported(String text) throws IOException {
    return imported(text, ImportSettings.DEFAULT);
  }

  private Dataset imported(String text, ImportSettings settings) throws IOException {
    Path file = folder.resolve("shop.csv");
    Files.write(file, text.getBytes(UTF_8));
    return CsvImport.read(file, settings);
  }
}
