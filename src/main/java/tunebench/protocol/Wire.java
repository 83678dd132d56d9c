package tunebench.protocol;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tunebench.BadInputException;

/**
 * The protocol as JSON. Not-a-number and the infinities are the strings {@code "NaN"}, {@code
 * "Infinity"} and {@code "-Infinity"}, times are ISO 8601 text, and an unknown field is passed
 * over, so that a newer peer can say more.
 */
public final class Wire {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private Wire() {}

  /** A record as JSON in one line. */
  public static String write(Object message) {
    return JSON.writeValueAsString(message);
  }

  /** The same through the sealed interface, so that the tag is written. */
  public static byte[] bytes(Class<?> family, Object message) {
    return JSON.writerFor(family).writeValueAsBytes(message);
  }

  /**
   * Reads a record.
   *
   * @throws BadInputException if the text is not one
   */
  public static <T> T read(Class<T> type, byte[] json) {
    try {
      return JSON.readValue(json, type);
    } catch (JacksonException e) {
      throw new BadInputException(
          "This is no valid " + type.getSimpleName() + ": " + e.getOriginalMessage(), e);
    }
  }

  /** Every request type, in the order of the sealed interfaces. */
  public static List<Class<?>> requests() {
    return leaves(Request.class);
  }

  /** Every record below a sealed interface. */
  public static List<Class<?>> leaves(Class<?> family) {
    List<Class<?>> found = new ArrayList<>();
    for (Class<?> type : family.getPermittedSubclasses()) {
      if (type.isSealed()) {
        found.addAll(leaves(type));
      } else {
        found.add(type);
      }
    }
    return found;
  }

  /** What a request is answered with: the type parameter of its interface. */
  public static Class<?> replyOf(Class<?> request) {
    return Arrays.stream(request.getGenericInterfaces())
        .filter(ParameterizedType.class::isInstance)
        .map(type -> ((ParameterizedType) type).getActualTypeArguments()[0])
        .map((Type type) -> (Class<?>) type)
        .findFirst()
        .orElseThrow();
  }

  /** Whether a record carries its name in {@code "type"}. */
  public static boolean tagged(Class<?> type) {
    return Arrays.stream(type.getInterfaces())
        .anyMatch(
            family ->
                family.isAnnotationPresent(com.fasterxml.jackson.annotation.JsonTypeInfo.class)
                    || tagged(family));
  }

  /** The JSON of a request that says nothing but its name. */
  public static byte[] tag(Class<?> type) {
    return JSON.writeValueAsBytes(Map.of("type", type.getSimpleName()));
  }

  /** The last part of a request's path: its name in small letters with hyphens. */
  public static String route(Class<?> request) {
    return request.getSimpleName().replaceAll("(?<!^)([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }
}
