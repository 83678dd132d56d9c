package tunebench.ui.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tunebench.pdf.Printed;
import tunebench.protocol.TrustRequest;
import tunebench.ui.fake.Desks;
import tunebench.ui.fake.FakeService;
import tunebench.ui.work.Desk;

class JournalViewModelTest {
  private final FakeService fake = FakeService.used();
  private final Desk desk = Desks.at(fake).desk();
  private final JournalViewModel model = new JournalViewModel(desk);

  @Test
  void entriesComeAsTheyAreMade() {
    assertThat(model.shownProperty().get()).isEmpty();
    desk.journal().enter(2, "eval-base", null, 80, why -> {});
    assertThat(model.shownProperty().get()).singleElement().matches(e -> e.guess() == 80);
  }

  @Test
  void thePageIsWrittenWholeAndOpenedAgain(@TempDir Path folder) throws IOException {
    desk.journal().enter(2, "eval-base", null, 80, why -> {});
    Path file = folder.resolve("journal.html");
    model.export(file);
    assertThat(Files.readString(file)).startsWith("<!doctype html>");
    assertThat(model.doneProperty().get()).contains("journal.html");
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
    model.open(file);
    assertThat(fake.asked(TrustRequest.OpenJournal.class).getLast().file())
        .isEqualTo(file.toString());
    assertThat(model.sourceProperty().get()).isEqualTo(file.toString());
    model.own();
    assertThat(model.sourceProperty().get()).isEmpty();
    assertThat(model.shownProperty().get()).hasSize(1);
  }

  @Test
  void aNameThatEndsInPdfMakesAPdf(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("Journal.PDF");
    model.export(file);
    assertThat(model.doneProperty().get()).isEqualTo("Written: " + file);
    try (Printed pdf = Printed.of(file)) {
      assertThat(pdf.text()).startsWith("The journal");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"journal.html", "journal.pdf"})
  void aFolderThatIsNotThereIsSaidWithTheFileAndWhatToDo(String name, @TempDir Path folder) {
    Path file = folder.resolve("gone").resolve(name);
    model.export(file);
    assertThat(model.problemProperty().get())
        .isEqualTo(
            file
                + " cannot be written (there is no such folder); choose a folder that exists and"
                + " that you may write to.");
    assertThat(model.doneProperty().get()).isEmpty();
  }

  @Test
  void aPageThatIsNoneIsSaid() {
    fake.problem(TrustRequest.OpenJournal.class, "It holds no lab journal.");
    model.open(Path.of("/nowhere.html"));
    assertThat(model.problemProperty().get()).isEqualTo("It holds no lab journal.");
    assertThat(model.sourceProperty().get()).isEmpty();
  }
}
