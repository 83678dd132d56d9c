package tunebench.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import tunebench.BadInputException;

/**
 * The place of an event, as text {@code START-NUMBER}.
 *
 * @param start tells one start of the service from another
 * @param number from 1; 0 stands before the first
 */
public record EventId(long start, long number) {

  @JsonCreator
  public static EventId parse(String text) {
    int dash = text.lastIndexOf('-');
    try {
      return new EventId(
          Long.parseLong(text.substring(0, Math.max(dash, 0))),
          Long.parseLong(text.substring(dash + 1)));
    } catch (NumberFormatException e) {
      throw new BadInputException("\"" + text + "\" is no event id of the form START-NUMBER.", e);
    }
  }

  @JsonValue
  @Override
  public String toString() {
    return start + "-" + number;
  }
}
