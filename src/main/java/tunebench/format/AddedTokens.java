package tunebench.format;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The numbers of the tokens that a {@code tokenizer.json} matches as a whole. */
public final class AddedTokens {
  private AddedTokens() {}

  /**
   * Content to number, read without building the rest of the file, which may have hundreds of
   * thousands of tokens.
   *
   * @param name the file's name for complaints
   * @throws tunebench.BadInputException if the text is no JSON object
   */
  public static Map<String, Integer> of(byte[] tokenizerJson, String name) {
    Complaint bad = new Complaint(name);
    Map<String, Integer> numbers = new LinkedHashMap<>();
    try (JsonParser json = StrictJson.parser(tokenizerJson)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw bad.because("it is no JSON object");
      }
      while (json.nextToken() == JsonToken.PROPERTY_NAME) {
        boolean wanted = json.currentName().equals("added_tokens");
        if (json.nextToken() == JsonToken.START_ARRAY && wanted) {
          while (json.nextToken() == JsonToken.START_OBJECT) {
            readToken(json, numbers);
          }
        } else {
          json.skipChildren();
        }
      }
      return numbers;
    } catch (JacksonException e) {
      throw bad.because(
          "it is no valid JSON (" + Complaint.quoted(e.getOriginalMessage()) + ")", e);
    }
  }

  private static void readToken(JsonParser json, Map<String, Integer> numbers) {
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
      numbers.put(content, id);
    }
  }
}
