package tunebench.format;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import tunebench.BadInputException;

/**
 * The keys and values of a GGUF file. A key of another type than asked for is refused, by name.
 *
 * @param file the file's name for complaints
 */
public record GgufMetadata(String file, Map<String, Object> values) {
  public GgufMetadata {
    values = Collections.unmodifiableMap(values);
  }

  /** A text; empty if the key is absent. */
  public Optional<String> text(String key) {
    return Optional.ofNullable(of(key, String.class, "text"));
  }

  /** Yes or no; empty if the key is absent. */
  public Optional<Boolean> flag(String key) {
    return Optional.ofNullable(of(key, Boolean.class, "true or false"));
  }

  /** A whole number of any size; empty if the key is absent. */
  public OptionalLong whole(String key) {
    Long value = of(key, Long.class, "a whole number");
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }

  /** A number of any kind; a float32 is taken for the shortest decimal that it stands for. */
  public OptionalDouble number(String key) {
    Number value = of(key, Number.class, "a number");
    if (value != null && !Double.isFinite(value.doubleValue())) {
      throw wrong(key, "a finite number");
    }
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(decimal(value));
  }

  /** A list of texts; empty if the key is absent. */
  public List<String> texts(String key) {
    return list(key, String.class, "a list of texts");
  }

  /** A list of numbers of any kind; empty if the key is absent. */
  public List<Number> numbers(String key) {
    return list(key, Number.class, "a list of numbers");
  }

  /** Text that must be there. */
  public String requiredText(String key) {
    return text(key).orElseThrow(() -> missing(key));
  }

  /** A whole number from 1 to 2^31 - 1 that must be there. */
  public int requiredSize(String key) {
    long value = whole(key).orElseThrow(() -> missing(key));
    if (value < 1 || value > Integer.MAX_VALUE) {
      throw wrong(key, "a whole number from 1 to 2147483647");
    }
    return (int) value;
  }

  /** A number that must be there. */
  public double requiredNumber(String key) {
    return number(key).orElseThrow(() -> missing(key));
  }

  BadInputException missing(String key) {
    return new Complaint(file).because("its metadata lacks " + Complaint.quoted(key));
  }

  BadInputException wrong(String key, String expected) {
    return new Complaint(file)
        .because("its metadata %s is not %s".formatted(Complaint.quoted(key), expected));
  }

  static double decimal(Number value) {
    return value instanceof Float f ? Double.parseDouble(f.toString()) : value.doubleValue();
  }

  private <T> @Nullable T of(String key, Class<T> type, String expected) {
    Object value = values.get(key);
    if (value != null && !type.isInstance(value)) {
      throw wrong(key, expected);
    }
    return type.cast(value);
  }

  private <T> List<T> list(String key, Class<T> type, String expected) {
    Object value = values.getOrDefault(key, List.of());
    if (!(value instanceof List<?> list) || !list.stream().allMatch(type::isInstance)) {
      throw wrong(key, expected);
    }
    return list.stream().<T>map(type::cast).toList();
  }
}
