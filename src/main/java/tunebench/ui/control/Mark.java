package tunebench.ui.control;

import java.util.Locale;
import tunebench.run.EvaluationRow;

/** What became of a guess. Told by a shape and a word as well as by a colour. */
public enum Mark {
  HIT("●", "Hit", "within $40 or 20 %"),
  NEAR("▲", "Near", "within $80 or 40 %"),
  MISS("✕", "Miss", "further off"),
  UNREAD("◇", "Unread", "no price in the answer");

  private final String sign;
  private final String word;
  private final String meaning;

  Mark(String sign, String word, String meaning) {
    this.sign = sign;
    this.word = word;
    this.meaning = meaning;
  }

  /** The mark of a priced product. */
  public static Mark of(EvaluationRow row) {
    if (!row.parsed()) {
      return UNREAD;
    }
    return switch (row.band()) {
      case "GREEN" -> HIT;
      case "ORANGE" -> NEAR;
      default -> MISS;
    };
  }

  public String sign() {
    return sign;
  }

  public String word() {
    return word;
  }

  public String meaning() {
    return meaning;
  }

  /** Its style class, such as {@code mark-hit}. */
  public String style() {
    return "mark-" + name().toLowerCase(Locale.ROOT);
  }
}
