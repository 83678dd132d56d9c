package tunebench.format;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * A {@code model.safetensors.index.json}: which shard of the folder holds which tensor.
 *
 * @param shards tensor name to shard, a plain file name beside the index
 */
record ShardIndex(Map<String, String> shards) {
  private static final long MAX_LENGTH = 100_000_000;

  static ShardIndex read(Path file) {
    Complaint bad = new Complaint(file.toString());
    try {
      return new ShardIndex(parse(JsonFile.bytes(file, MAX_LENGTH), bad));
    } catch (JacksonException e) {
      throw bad.because(
          "it is no valid JSON (" + Complaint.quoted(e.getOriginalMessage()) + ")", e);
    }
  }

  private static Map<String, String> parse(byte[] utf8, Complaint bad) {
    Map<String, String> shards = new LinkedHashMap<>();
    try (JsonParser json = StrictJson.parser(utf8)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw bad.because("it is no JSON object");
      }
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        boolean map = json.currentName().equals("weight_map");
        JsonToken value = json.nextToken();
        if (map && value == JsonToken.START_OBJECT) {
          readMap(json, shards, bad);
        } else {
          json.skipChildren();
        }
      }
    }
    if (shards.isEmpty()) {
      throw bad.because("it has no weight_map that names tensors");
    }
    return Collections.unmodifiableMap(shards);
  }

  private static void readMap(JsonParser json, Map<String, String> shards, Complaint bad) {
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String tensor = json.currentName();
      if (json.nextToken() != JsonToken.VALUE_STRING) {
        throw bad.because("its weight_map names no file for " + Complaint.quoted(tensor));
      }
      shards.put(tensor, plainName(json.getString(), tensor, bad));
    }
  }

  /** A shard may not lie anywhere else than beside its index, on any system. */
  private static String plainName(String shard, String tensor, Complaint bad) {
    boolean plain =
        shard.endsWith(".safetensors")
            && shard.chars().noneMatch(c -> c == '/' || c == '\\' || c == ':' || c < ' ');
    if (!plain) {
      throw bad.because(
          "it puts tensor %s into %s, which is no safetensors file of the same folder"
              .formatted(Complaint.quoted(tensor), Complaint.quoted(shard)));
    }
    return shard;
  }
}
