package tunebench.format;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tunebench.BadInputException;

/**
 * The small parts of a {@code tokenizer.json}, read without building its vocabulary, which may have
 * hundreds of thousands of tokens.
 *
 * @param added content to number of the tokens that are matched as a whole
 * @param modelType {@code BPE} in all families that Tunebench opens
 * @param subwordPrefix {@code continuing_subword_prefix}, empty if none
 * @param steps normalizer, pre_tokenizer, post_processor and decoder, where the file has them
 */
public record TokenizerParts(
    Map<String, Integer> added,
    String modelType,
    String subwordPrefix,
    Map<String, JsonNode> steps) {
  private static final long MOST_STEP = 4_000_000;

  /**
   * Reads them.
   *
   * @param name the file's name for complaints
   * @throws BadInputException if the text is no JSON object, or a step is longer than 4 MB
   */
  public static TokenizerParts of(byte[] tokenizerJson, String name) {
    Complaint bad = new Complaint(name);
    Reader reader = new Reader(tokenizerJson, name);
    try (JsonParser json = StrictJson.parser(tokenizerJson)) {
      return reader.read(json);
    } catch (JacksonException e) {
      throw bad.because(
          "it is no valid JSON (" + Complaint.quoted(e.getOriginalMessage()) + ")", e);
    }
  }

  /** One of the steps; missing and null ones are null nodes. */
  JsonNode step(String name) {
    return steps.getOrDefault(name, JsonNodeFactory.instance.nullNode());
  }

  private static final class Reader {
    private final byte[] text;
    private final String name;
    private final Map<String, Integer> added = new LinkedHashMap<>();
    private final Map<String, JsonNode> steps = new LinkedHashMap<>();
    private String modelType = "";
    private String subwordPrefix = "";

    Reader(byte[] text, String name) {
      this.text = text;
      this.name = name;
    }

    TokenizerParts read(JsonParser json) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw bad("it is no JSON object");
      }
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String field = json.currentName();
        JsonToken value = json.nextToken();
        switch (field) {
          case "added_tokens" -> readTokens(json, value);
          case "model" -> readModel(json, value);
          case "normalizer", "pre_tokenizer", "post_processor", "decoder" ->
              readStep(json, field, value);
          default -> json.skipChildren();
        }
      }
      return new TokenizerParts(added, modelType, subwordPrefix, steps);
    }

    private void readTokens(JsonParser json, @Nullable JsonToken value) {
      if (value != JsonToken.START_ARRAY) {
        json.skipChildren();
        return;
      }
      while (json.nextToken() == JsonToken.START_OBJECT) {
        readToken(json);
      }
    }

    private void readToken(JsonParser json) {
      String content = "";
      int id = -1;
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String field = json.currentName();
        JsonToken value = json.nextToken();
        if (field.equals("content") && value == JsonToken.VALUE_STRING) {
          content = json.getString();
        } else if (field.equals("id") && value == JsonToken.VALUE_NUMBER_INT) {
          id = json.getIntValue();
        } else {
          json.skipChildren();
        }
      }
      if (id >= 0) {
        added.put(content, id);
      }
    }

    private void readModel(JsonParser json, @Nullable JsonToken model) {
      if (model != JsonToken.START_OBJECT) {
        json.skipChildren();
        return;
      }
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        String field = json.currentName();
        JsonToken value = json.nextToken();
        if (value != JsonToken.VALUE_STRING) {
          json.skipChildren();
        } else if (field.equals("type")) {
          modelType = json.getString();
        } else if (field.equals("continuing_subword_prefix")) {
          subwordPrefix = json.getString();
        }
      }
    }

    private void readStep(JsonParser json, String field, @Nullable JsonToken value) {
      if (value != JsonToken.START_OBJECT) {
        json.skipChildren();
        return;
      }
      long from = json.currentTokenLocation().getByteOffset();
      json.skipChildren();
      long to = json.currentLocation().getByteOffset();
      if (to - from > MOST_STEP) {
        throw bad("its " + field + " has more than " + MOST_STEP + " bytes");
      }
      byte[] step = Arrays.copyOfRange(text, Math.toIntExact(from), Math.toIntExact(to));
      steps.put(field, JsonFile.parse(step, name));
    }

    private BadInputException bad(String problem) {
      return new Complaint(name).because(problem);
    }
  }
}
