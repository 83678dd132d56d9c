package tunebench.report;

import java.util.Locale;
import tunebench.eval.Metrics;

/** Numbers as people read them; always with a decimal point, whatever the machine's language. */
final class Units {
  private Units() {}

  /** Dollars with two decimals; a figure that is no number is named. */
  static String dollars(double value) {
    if (!Double.isFinite(value)) {
      return number("%f", value);
    }
    return (value < 0 ? "−$" : "$") + number("%,.2f", Math.abs(value));
  }

  /** The MAE with half its interval's width. */
  static String mae(Metrics metrics) {
    double half = metrics.maeCi95().halfWidth();
    return dollars(metrics.mae()) + (Double.isNaN(half) ? "" : " ± " + number("%,.2f", half));
  }

  static String percent(double value) {
    return number("%.1f %%", value);
  }

  static String count(long value) {
    return number("%,d", value);
  }

  static String share(double value) {
    return number("%.2f", value).replace('-', '−');
  }

  /** {@link String#format} in no country's language. */
  @SuppressWarnings("AnnotateFormatMethod") // its annotation would be a dependency of its own
  static String number(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  /** Decimal and binary units side by side, since the two are so often mixed up. */
  static String bytes(long bytes) {
    if (bytes == 0) {
      return "0";
    }
    double million = 1e6;
    if (bytes >= 1000 * million) {
      return number("%,.2f GB (%,.2f GiB)", bytes / 1e9, bytes / 0x1p30);
    }
    return bytes >= million
        ? number("%,.2f MB (%,.2f MiB)", bytes / million, bytes / 0x1p20)
        : number("%,.1f kB (%,.1f KiB)", bytes / 1e3, bytes / 0x1p10);
  }

  /** Minutes and seconds, or hours and minutes. */
  static String time(double seconds) {
    if (seconds < 60) {
      return number("%.1f s", seconds);
    }
    long whole = Math.round(seconds);
    return whole < 3600
        ? number("%d min %d s", whole / 60, whole % 60)
        : number("%d h %d min", whole / 3600, whole / 60 % 60);
  }
}
