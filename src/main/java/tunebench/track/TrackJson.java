package tunebench.track;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Records as JSON lines, and values as the trackers spell them. */
final class TrackJson {
  static final JsonMapper MAPPER =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private TrackJson() {}

  static byte[] line(TrackRecord record) {
    String json = MAPPER.writerFor(TrackRecord.class).writeValueAsString(record);
    return (json + "\n").getBytes(StandardCharsets.UTF_8);
  }

  static TrackRecord read(String line) {
    return MAPPER.readValue(line, TrackRecord.class);
  }

  static String text(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  /** JSON has no numbers for what is none; W&B reads these words. */
  static Object number(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "Infinity" : "-Infinity";
    }
    return value;
  }

  static Map<String, Object> numbers(Map<String, Double> values) {
    Map<String, Object> spelled = new LinkedHashMap<>();
    values.forEach((name, value) -> spelled.put(name, number(value)));
    return spelled;
  }

  /** A setting as what it is: a number, a truth value, or text. */
  static Object setting(String text) {
    if (text.equals("true") || text.equals("false")) {
      return Boolean.valueOf(text);
    }
    if (text.matches("-?\\d{1,18}")) {
      return Long.valueOf(text);
    }
    return text.matches("-?\\d+(\\.\\d+)?([eE]-?\\d+)?") ? Double.valueOf(text) : text;
  }
}
