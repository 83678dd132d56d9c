package tunebench.ui.control;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import tunebench.run.Scores;

/** Figures as text for people. */
public final class Show {
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("d MMM uuuu, HH:mm", Locale.ENGLISH);

  private static final DateTimeFormatter SHORT =
      DateTimeFormatter.ofPattern("d MMM, HH:mm", Locale.ENGLISH);

  private Show() {}

  /** Text by {@link String#format}, with English digits wherever the program runs. */
  @SuppressWarnings(
      "AnnotateFormatMethod") // Tables pass forms on; the annotation is no dependency.
  public static String text(String form, Object... values) {
    return String.format(Locale.ENGLISH, form, values);
  }

  /** Bytes in powers of ten, such as {@code 5.59 GB}. */
  public static String bytes(long bytes) {
    return scaled(bytes, 1000, "B", "kB", "MB", "GB", "TB");
  }

  /** Bytes in powers of two, such as {@code 5.21 GiB}. */
  public static String binary(long bytes) {
    return scaled(bytes, 1024, "B", "KiB", "MiB", "GiB", "TiB");
  }

  private static String scaled(long bytes, int step, String... units) {
    double value = bytes;
    int unit = 0;
    while (Math.abs(value) >= step && unit < units.length - 1) {
      value /= step;
      unit++;
    }
    String form = unit == 0 || value >= 100 ? "%,.0f %s" : value >= 10 ? "%.1f %s" : "%.2f %s";
    return text(form, value, units[unit]);
  }

  /** A count in full, such as {@code 27,262,976}. */
  public static String count(long n) {
    return text("%,d", n);
  }

  /** A count in short, such as {@code 8.03 B}. */
  public static String shortCount(long n) {
    if (n < 10_000) {
      return count(n);
    }
    return n < 1_000_000
        ? text("%.1f k", n / 1e3)
        : n < 1_000_000_000 ? text("%.2f M", n / 1e6) : text("%.2f B", n / 1e9);
  }

  /** Dollars and cents; a dash where there is no figure. */
  public static String dollars(double amount) {
    return Double.isNaN(amount) ? "–" : text("$%,.2f", amount);
  }

  /** Dollars without cents, for narrow columns; a dash where there is no figure. */
  public static String round(double amount) {
    return Double.isNaN(amount) ? "–" : text("$%,.0f", amount);
  }

  /** A figure in as many digits as it deserves; a dash where there is none. */
  public static String figure(double value) {
    if (Double.isNaN(value)) {
      return "–";
    }
    double size = Math.abs(value);
    if (size != 0 && (size < 1e-3 || size >= 1e6)) {
      return text("%.2e", value);
    }
    return text(size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : "%.3f", value);
  }

  /** A small figure in three significant digits, without an exponent down to a millionth. */
  public static String small(double value) {
    if (Double.isNaN(value)) {
      return "–";
    }
    if (value == 0) {
      return "0";
    }
    int digits = Math.clamp(2 - (int) Math.floor(Math.log10(Math.abs(value))), 0, 8);
    return text("%,." + digits + "f", value);
  }

  /** A small figure in three significant digits that takes little room: {@code 3.80e-4}. */
  public static String short3(double value) {
    return value != 0 && Math.abs(value) < 1e-3
        ? text("%.2e", value).replace("e-0", "e-")
        : small(value);
  }

  /** The mean absolute error with its 95 % interval. */
  public static String mae(Scores scores) {
    return Double.isNaN(scores.maeLow())
        ? dollars(scores.mae())
        : text("$%,.2f  (95 %%: %,.2f to %,.2f)", scores.mae(), scores.maeLow(), scores.maeHigh());
  }

  /** Seconds as {@code 1 h 05 min}, {@code 3 min 20 s} or {@code 4 s}; a dash for none. */
  public static String seconds(double seconds) {
    if (Double.isNaN(seconds) || seconds < 0) {
      return "–";
    }
    Duration d = Duration.ofSeconds(Math.round(seconds));
    if (d.toHours() > 0) {
      return text("%d h %02d min", d.toHours(), d.toMinutesPart());
    }
    return d.toMinutes() > 0
        ? text("%d min %02d s", d.toMinutes(), d.toSecondsPart())
        : text("%d s", d.toSeconds());
  }

  /** A moment of these months, for narrow columns. */
  public static String when(Instant instant) {
    return SHORT.withZone(ZoneId.systemDefault()).format(instant);
  }

  /** A device as the service names it, such as {@code CPU (2 threads)}. */
  public static String device(String name) {
    return name.replaceFirst("^cpu\\b", "CPU");
  }

  /** A family of models as one writes it: {@code Llama} for {@code LLAMA}. */
  public static String family(String name) {
    return sentence(name.toLowerCase(Locale.ROOT));
  }

  /** A moment in the person's own time zone. */
  public static String moment(Instant instant) {
    return MOMENT.withZone(ZoneId.systemDefault()).format(instant);
  }

  /** The same words with a capital letter in front. */
  public static String sentence(String words) {
    return words.isEmpty() ? words : Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  /** Cuts a text that is too long for its place, and says so by an ellipsis. */
  public static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most - 1) + "…";
  }
}
