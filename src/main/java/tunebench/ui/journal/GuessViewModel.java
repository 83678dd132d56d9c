package tunebench.ui.journal;

import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.ListChangeListener;
import org.jspecify.annotations.Nullable;
import tunebench.run.JournalEntry;
import tunebench.run.TrainSpec;
import tunebench.ui.work.LabJournal;

/** One question before one result: whether that is still hidden, and what came of the guess. */
public final class GuessViewModel {
  private final LabJournal journal;
  private final Question question;
  private final ObservableValue<String> subject;
  private final Supplier<@Nullable TrainSpec> spec;
  private final ObservableValue<String> unit;
  private final ReadOnlyBooleanWrapper hidden = new ReadOnlyBooleanWrapper();
  private final ReadOnlyStringWrapper outcome = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
  private final StringProperty text = new SimpleStringProperty("");

  /**
   * A question.
   *
   * @param subject what it is about now, "" for nothing: see {@link
   *     tunebench.protocol.TrustRequest.Guess}
   * @param spec the run that is planned, for lab 3
   */
  public GuessViewModel(
      LabJournal journal,
      Question question,
      ObservableValue<String> subject,
      Supplier<@Nullable TrainSpec> spec) {
    this(journal, question, subject, spec, new ReadOnlyStringWrapper(question.unit()));
  }

  /**
   * A question about memory.
   *
   * @param unit in which a guess is typed now, {@code MB} or {@code GB}
   */
  public GuessViewModel(
      LabJournal journal,
      Question question,
      ObservableValue<String> subject,
      Supplier<@Nullable TrainSpec> spec,
      ObservableValue<String> unit) {
    this.unit = unit;
    this.journal = journal;
    this.question = question;
    this.subject = subject;
    this.spec = spec;
    subject.subscribe(now -> text.set(""));
    subject.subscribe(now -> look());
    journal.askingProperty().subscribe(on -> look());
    journal.entries().addListener((ListChangeListener<JournalEntry>) change -> look());
  }

  private void look() {
    String now = subject.getValue();
    JournalEntry entry = journal.find(question.lab(), now).or(() -> journal.find(now)).orElse(null);
    hidden.set(journal.askingProperty().get() && !now.isEmpty() && entry == null);
    outcome.set(entry == null || entry.skipped() ? "" : words(entry));
    problem.set("");
  }

  private static String words(JournalEntry entry) {
    return entry.known()
        ? entry.verdict() + " " + entry.cause()
        : "You guessed "
            + Question.amount(entry.guess(), entry.unit())
            + ". What is measured will stand beside it.";
  }

  /** Takes what was typed as the guess. */
  public void guess() {
    String typed = text.get().strip().replace(",", "").replace("$", "");
    double value;
    try {
      value = Double.parseDouble(typed);
    } catch (NumberFormatException e) {
      value = Double.NaN;
    }
    if (Double.isFinite(value) && value >= 0) {
      enter(unit.getValue().equals("MB") ? value / 1000 : value);
    } else {
      problem.set("Type a number of %s, such as 12.5, or skip.".formatted(unit.getValue()));
    }
  }

  /** Shows the result without a guess. */
  public void skip() {
    enter(Double.NaN);
  }

  /** Shows this result and all that follow, until the journal's page says otherwise. */
  public void askNoMore() {
    journal.askingProperty().set(false);
  }

  private void enter(double value) {
    journal.enter(question.lab(), subject.getValue(), spec.get(), value, problem::set);
  }

  public Question question() {
    return question;
  }

  /** What a typed number counts. */
  public ObservableValue<String> unit() {
    return unit;
  }

  /** Whether the result is hidden: nobody has guessed or skipped yet. */
  public ReadOnlyBooleanProperty hiddenProperty() {
    return hidden.getReadOnlyProperty();
  }

  /** Guess against measured, with the cause; "" where there is no guess. */
  public ReadOnlyStringProperty outcomeProperty() {
    return outcome.getReadOnlyProperty();
  }

  /** Why what was typed is no guess; "" where nothing is wrong. */
  public ReadOnlyStringProperty problemProperty() {
    return problem.getReadOnlyProperty();
  }

  /** What is typed. */
  public StringProperty textProperty() {
    return text;
  }
}
