package tunebench.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class ScoreCommandTest {
  @TempDir Path folder = Path.of("");

  @Test
  void printsTheMetricsAsJson() throws IOException {
    CommandOutcome outcome = score("title,price,guess\n\"a, b\",100,90\nc,100,150\n");
    assertThat(outcome.code()).isZero();
    assertThat(outcome.err()).isEmpty();
    JsonNode json = outcome.json();
    assertThat(json.get("n").asInt()).isEqualTo(2);
    assertThat(json.get("mae").asDouble()).isEqualTo(30);
    assertThat(json.get("hits").asDouble()).isEqualTo(50);
    assertThat(json.get("maeCi95").get(0).asDouble()).isCloseTo(-9.2, Offset.offset(1e-9));
    assertThat(json.get("maeCi95").get(1).asDouble()).isCloseTo(69.2, Offset.offset(1e-9));
    assertThat(json.propertyNames()).contains("rmsle", "mse", "r2", "unparsed");
  }

  @Test
  void guessesNoBetterThanTheMedianAreFlagged() throws IOException {
    JsonNode bad = score("price,guess\n10,500\n20,500\n60,500\n").json();
    assertThat(bad.get("flag").asString()).startsWith("No better than always answering the median");
    assertThat(bad.get("medianMae").asDouble()).isCloseTo(50.0 / 3, Offset.offset(1e-9));
    assertThat(score("price,guess\n10,11\n20,21\n60,61\n").json().get("flag").isNull()).isTrue();
  }

  @Test
  void readsAFileWithAByteOrderMarkAndWindowsLines() throws IOException {
    assertThat(score("\uFEFFprice,guess\r\n10,12\r\n20,20\r\n").json().get("mae").asDouble())
        .isEqualTo(1);
  }

  @Test
  void dollarSignsAndCommasAreTakenOffAsInTheCourse() throws IOException {
    assertThat(score("price,guess\n\"$1,200.50\",$1000\n10,$8.00\n").json().get("mae").asDouble())
        .isCloseTo((200.5 + 2) / 2, Offset.offset(1e-9));
  }

  @Test
  void theLimitTakesTheFirstRows() throws IOException {
    CommandOutcome outcome = score("price,guess\n10,11\n10,13\nnone,0\n", "--limit", "2");
    assertThat(outcome.json().get("mae").asDouble()).isEqualTo(2);
    assertThat(score("price,guess\n1,1\n", "--limit", "0").err()).contains("--limit is 0");
  }

  @Test
  void aMissingColumnIsNamedWithThoseThatAreThere() throws IOException {
    CommandOutcome outcome = score("cost,guess\n1,2\n");
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err().strip())
        .endsWith("rows.csv has no column price; its columns are: cost, guess.");
  }

  @Test
  void aCellThatIsNoNumberIsNamedWithLineAndColumn() throws IOException {
    CommandOutcome outcome = score("price,guess\n1,2\n3,cheap\n");
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err()).contains("line 3, column guess: \"cheap\" is not a number");
    assertThat(score("price,guess\n1,nan\n").err()).contains("line 2, column guess: \"nan\"");
    assertThat(score("price,guess\n1\n").err()).contains("line 2");
  }

  @Test
  void wrongFilesAreRefusedWithOneSentence() throws IOException {
    assertThat(score("price,guess\n").err()).contains("has no rows");
    assertThat(score("").err()).contains("has no rows");
    assertThat(score("price,guess\n-1,2\n").err())
        .contains("line 2, column price")
        .contains("below 0");
    CommandOutcome outcome =
        CommandOutcome.of("score", "--csv", "nowhere.csv", "--truth", "a", "--guess", "b");
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.err().strip()).isEqualTo("nowhere.csv is not a file; give a CSV file.");
  }

  private CommandOutcome score(String csv, String... more) throws IOException {
    Path file = Files.writeString(folder.resolve("rows.csv"), csv);
    String[] arguments = {
      "score", "--csv", file.toString(), "--truth", "price", "--guess", "guess"
    };
    String[] all = Arrays.copyOf(arguments, arguments.length + more.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return CommandOutcome.of(all);
  }
}
