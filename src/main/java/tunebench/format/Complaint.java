package tunebench.format;

import org.jspecify.annotations.Nullable;
import tunebench.BadInputException;

/**
 * Makes the one sentence with which a file is refused. Names that come from the file are shortened
 * and stripped of control characters, so that a hostile file cannot write on the terminal.
 *
 * @param file the file as the person knows it
 */
record Complaint(String file) {
  private static final int LONGEST_NAME = 80;

  BadInputException because(String problem) {
    return because(problem, null);
  }

  BadInputException because(String problem, @Nullable Throwable cause) {
    return new BadInputException(
        "Cannot read %s: %s; download or convert the file again.".formatted(file, problem), cause);
  }

  BadInputException tensor(String name, String problem) {
    return because("tensor " + quoted(name) + " " + problem);
  }

  /** A name from a file, fit to be shown. */
  static String quoted(String name) {
    String shown = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "..." : name;
    return '"' + plain(shown) + '"';
  }

  /** Text without control characters, lone surrogates and line separators. */
  static String plain(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c ->
                out.appendCodePoint(
                    switch (Character.getType(c)) {
                      case Character.CONTROL,
                          Character.FORMAT,
                          Character.SURROGATE,
                          Character.LINE_SEPARATOR,
                          Character.PARAGRAPH_SEPARATOR ->
                          '?';
                      default -> c;
                    }));
    return out.toString();
  }
}
