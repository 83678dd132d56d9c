package tunebench.track;

import java.nio.charset.StandardCharsets;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** Records as JSON lines, and values as the trackers spell them. */
final class TrackJson {
  static final JsonMapper MAPPER =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  /** As W&B's own program writes it: what is no number stands bare, as {@code NaN}. */
  private static final ObjectWriter WANDB =
      MAPPER.writer().without(JsonWriteFeature.WRITE_NAN_AS_STRINGS);

  private TrackJson() {}

  static byte[] line(TrackRecord record) {
    String json = MAPPER.writerFor(TrackRecord.class).writeValueAsString(record);
    return (json + "\n").getBytes(StandardCharsets.UTF_8);
  }

  static TrackRecord read(String line) {
    return MAPPER.readValue(line, TrackRecord.class);
  }

  static String text(Object value) {
    return WANDB.writeValueAsString(value);
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
