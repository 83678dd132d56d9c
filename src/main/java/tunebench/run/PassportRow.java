package tunebench.run;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One row that a run used; in JSON the array {@code [line, title, hash]}.
 *
 * @param line of its file
 * @param title its beginning, for people
 * @param hash eight hexadecimal digits for each of {@link #FIELDS}, in this order
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
@JsonPropertyOrder({"line", "title", "hash"})
public record PassportRow(int line, String title, String hash) {
  /** What a row consists of. */
  public static final List<String> FIELDS =
      List.of("title", "description", "category", "brand", "details", "price");

  /** The digits of a field without text: how SHA-256 of nothing begins. */
  private static final String EMPTY = "e3b0c442";

  private static final int DIGITS = 8;
  private static final int LONGEST_TITLE = 60;

  public PassportRow {
    if (hash.length() != DIGITS * FIELDS.size()) {
      throw new IllegalArgumentException(
          "The hash of line %d has %d digits instead of %d; the passport is damaged."
              .formatted(line, hash.length(), DIGITS * FIELDS.size()));
    }
    if (title.length() > LONGEST_TITLE) {
      title = title.substring(0, LONGEST_TITLE - 1) + "…";
    }
  }

  /** The digits of one field. */
  String hash(String field) {
    int at = DIGITS * FIELDS.indexOf(field);
    return hash.substring(at, at + DIGITS);
  }

  /** Whether a field has a text. */
  boolean has(String field) {
    return !hash(field).equals(EMPTY);
  }

  /** The fields that differ from another row's. */
  List<String> changed(PassportRow other) {
    return IntStream.range(0, FIELDS.size())
        .mapToObj(FIELDS::get)
        .filter(field -> !hash(field).equals(other.hash(field)))
        .toList();
  }
}
