package tunebench.ui.journal;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tunebench.protocol.TrustRequest;
import tunebench.ui.fake.Desks;
import tunebench.ui.fake.FakeService;
import tunebench.ui.work.LabJournal;

class GuessViewModelTest {
  private final FakeService fake = FakeService.used();
  private final LabJournal journal = Desks.at(fake).desk().journal();
  private final StringProperty subject = new SimpleStringProperty("");
  private final GuessViewModel model =
      new GuessViewModel(journal, Question.UNTRAINED, subject, () -> null);

  @BeforeEach
  void ask() {
    journal.askingProperty().set(true);
    subject.set("eval-base");
  }

  @Test
  void aResultIsHiddenUntilItIsGuessed() {
    assertThat(model.hiddenProperty().get()).isTrue();
    assertThat(model.outcomeProperty().get()).isEmpty();

    model.textProperty().set("$1,080.50");
    model.guess();

    assertThat(fake.asked(TrustRequest.Guess.class))
        .containsExactly(new TrustRequest.Guess(2, "eval-base", null, 1080.5));
    assertThat(model.hiddenProperty().get()).isFalse();
    assertThat(model.outcomeProperty().get())
        .startsWith("Guessed $80.00, measured $131.40")
        .contains("The worst 25 of 250 products");
  }

  @Test
  void memoryOfASmallModelIsGuessedInMegabytes() {
    var unit = new SimpleStringProperty("MB");
    var weights =
        new GuessViewModel(
            journal,
            Question.WEIGHTS,
            new SimpleStringProperty("/models/tunebench-base|nf4-double"),
            () -> null,
            unit);
    weights.textProperty().set("four");
    weights.guess();
    assertThat(weights.problemProperty().get()).startsWith("Type a number of MB");
    weights.textProperty().set("4.5");
    weights.guess();
    assertThat(fake.asked(TrustRequest.Guess.class).getLast().value()).isEqualTo(0.0045);
  }

  @Test
  void skippingShowsTheResultAndIsKept() {
    model.skip();
    assertThat(fake.asked(TrustRequest.Guess.class).getLast().value()).isNaN();
    assertThat(model.hiddenProperty().get()).isFalse();
    assertThat(model.outcomeProperty().get()).isEmpty();
  }

  @Test
  void whatIsNoNumberIsNoGuess() {
    for (String text : new String[] {"", "dear", "-3", "NaN", "1e999"}) {
      model.textProperty().set(text);
      model.guess();
      assertThat(model.problemProperty().get()).startsWith("Type a number of dollars");
      assertThat(model.hiddenProperty().get()).isTrue();
    }
    assertThat(fake.asked(TrustRequest.Guess.class)).isEmpty();
  }

  @Test
  void eachSubjectIsAskedAboutAnew() {
    model.skip();
    subject.set("eval-tuned");
    assertThat(model.hiddenProperty().get()).isTrue();
    subject.set("eval-base");
    assertThat(model.hiddenProperty().get()).isFalse();
    subject.set("");
    assertThat(model.hiddenProperty().get()).isFalse();
  }

  @Test
  void whoWishesIsNotAskedAgain() {
    model.askNoMore();
    subject.set("eval-tuned");
    assertThat(model.hiddenProperty().get()).isFalse();
    journal.askingProperty().set(true);
    assertThat(model.hiddenProperty().get()).isTrue();
  }

  @Test
  void aRefusedGuessIsSaidAndTheResultStaysHidden() {
    fake.problem(TrustRequest.Guess.class, "The disk is full.");
    model.skip();
    assertThat(model.problemProperty().get()).isEqualTo("The disk is full.");
    assertThat(model.hiddenProperty().get()).isTrue();
  }
}
