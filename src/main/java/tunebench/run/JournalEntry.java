package tunebench.run;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A learner's guess before a result, and what was measured.
 *
 * @param lab 1 to 5
 * @param subject id of the run, or the model's folder and a format with a bar between
 * @param title what was asked about, for people
 * @param quantity what was guessed, such as {@code MAE}
 * @param unit such as {@code GB}, {@code dollars} or {@code steps}
 * @param guess in the unit; NaN where the learner skipped
 * @param guessed when
 * @param measured in the unit; NaN until there is a result
 * @param verdict how near the guess came, in a sentence; "" until there is a result
 * @param cause why the result is what it is, from the run itself; "" until there is a result
 * @param run id of the run that measured it, null where none did
 */
public record JournalEntry(
    int lab,
    String subject,
    String title,
    String quantity,
    String unit,
    double guess,
    Instant guessed,
    double measured,
    String verdict,
    String cause,
    @Nullable String run) {

  /** Whether the learner did not want to guess. */
  public boolean skipped() {
    return Double.isNaN(guess);
  }

  /** Whether there is something to hold against the guess. */
  public boolean known() {
    return !Double.isNaN(measured);
  }
}
