package tunebench.lora;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import tunebench.BadInputException;

/**
 * A regular expression in the dialect of Python's {@code re}, in which PEFT writes module patterns.
 * It comes from strangers, so matching has a budget: an expression that backtracks without end is
 * refused instead of hanging the program.
 */
final class PythonPattern {
  private static final int LONGEST = 4_000;
  private static final int BUDGET = 1_000_000;

  private final String text;
  private final Pattern pattern;
  private final String where;

  private PythonPattern(String text, Pattern pattern, String where) {
    this.text = text;
    this.pattern = pattern;
    this.where = where;
  }

  /**
   * Compiles {@code prefix + text + suffix}, where only {@code text} is foreign.
   *
   * @param where the file and field that it comes from, for complaints
   * @throws BadInputException if it is no valid expression
   */
  static PythonPattern of(String prefix, String text, String suffix, String where) {
    if (text.length() > LONGEST) {
      throw new BadInputException(
          "%s has a pattern of %d characters; shorten it to %d at most."
              .formatted(where, text.length(), LONGEST));
    }
    try {
      Pattern compiled = Pattern.compile(prefix + new Translation(text).java() + suffix);
      return new PythonPattern(text, compiled, where);
    } catch (PatternSyntaxException e) {
      throw new BadInputException(
          "%s has the pattern %s, which is no valid regular expression (%s); correct it."
              .formatted(where, Quoted.of(text), Quoted.plain(e.getDescription())),
          e);
    }
  }

  /** The expression as it was written. */
  String text() {
    return text;
  }

  /** Whether it matches the whole path, as Python's {@code re.fullmatch}. */
  boolean matchesAll(String path) {
    return run(path).matches();
  }

  /** The match at the beginning of the path, as Python's {@code re.match}. */
  boolean matchesStart(String path) {
    return run(path).lookingAt();
  }

  /** A matcher over the path; each look at a character is counted. */
  Matcher run(String path) {
    return pattern.matcher(new Counted(path));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PythonPattern same && same.pattern.pattern().equals(pattern.pattern());
  }

  @Override
  public int hashCode() {
    return pattern.pattern().hashCode();
  }

  @Override
  public String toString() {
    return text;
  }

  /** A path that may be looked at only so often. */
  private final class Counted implements CharSequence {
    private final String path;
    private int looks;

    Counted(String path) {
      this.path = path;
    }

    @Override
    public char charAt(int index) {
      if (++looks > BUDGET) {
        throw new BadInputException(
            "%s has the pattern %s, which takes too long to match; write it more simply."
                .formatted(where, Quoted.of(text)));
      }
      return path.charAt(index);
    }

    @Override
    public int length() {
      return path.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return path.substring(start, end);
    }

    @Override
    public String toString() {
      return path;
    }
  }

  /** From Python's dialect to Java's, where the two differ. */
  private static final class Translation {
    private final String python;
    private final StringBuilder out = new StringBuilder();
    private int at;

    Translation(String python) {
      this.python = python;
    }

    String java() {
      while (at < python.length()) {
        if (!escape()) {
          switch (python.charAt(at)) {
            case '[' -> characterClass();
            case '(' -> group();
            default -> out.append(python.charAt(at++));
          }
        }
      }
      return out.toString();
    }

    /** Copies a backslash and what it escapes; only the end of the text has another name. */
    private boolean escape() {
      if (python.charAt(at) != '\\' || at + 1 == python.length()) {
        return false;
      }
      String pair = python.substring(at, at + 2);
      out.append(pair.equals("\\Z") ? "\\z" : pair);
      at += 2;
      return true;
    }

    /** Inside a class, Python takes {@code [} and {@code &&} as they are; Java does not. */
    private void characterClass() {
      out.append('[');
      at++;
      if (python.startsWith("^", at)) {
        out.append('^');
        at++;
      }
      boolean first = true;
      while (at < python.length() && (first || python.charAt(at) != ']')) {
        first = false;
        if (!escape()) {
          char c = python.charAt(at++);
          out.append(c == '[' || c == '&' || c == ']' ? "\\" + c : c);
        }
      }
    }

    /** Groups are named {@code (?P<name>...)} and called back {@code (?P=name)}. */
    private void group() {
      boolean named = python.startsWith("(?P<", at);
      boolean called = python.startsWith("(?P=", at);
      int end = named ? python.indexOf('>', at) : called ? python.indexOf(')', at) : -1;
      if (end < 0) {
        out.append('(');
        at++;
        return;
      }
      // Java's names have no underscore.
      String name = "g" + python.substring(at + 4, end).replace("_", "0x5f");
      out.append(named ? "(?<" + name + ">" : "\\k<" + name + ">");
      at = end + 1;
    }
  }
}
