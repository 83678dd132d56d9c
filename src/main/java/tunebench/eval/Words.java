package tunebench.eval;

import java.util.Locale;

/** Sentences with figures in them, the same on every machine. */
final class Words {
  private Words() {}

  /** {@link String#format} in no country's language. */
  @SuppressWarnings("AnnotateFormatMethod") // its annotation would be a dependency of its own
  static String of(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
