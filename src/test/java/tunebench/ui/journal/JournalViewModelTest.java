package tunebench.ui.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
  void aPageThatIsNoneIsSaid() {
    fake.problem(TrustRequest.OpenJournal.class, "It holds no lab journal.");
    model.open(Path.of("/nowhere.html"));
    assertThat(model.problemProperty().get()).isEqualTo("It holds no lab journal.");
    assertThat(model.sourceProperty().get()).isEmpty();
  }
}
