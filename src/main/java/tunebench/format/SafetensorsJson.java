package tunebench.format;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tunebench.BadInputException;

/**
 * The JSON object of a safetensors header, read token by token: {@code name -> {dtype, shape,
 * data_offsets}} and {@code __metadata__}. Offsets come out counted from the start of the file.
 */
final class SafetensorsJson {
  private static final int MAX_DIMENSIONS = 16;

  private final JsonParser json;
  private final long dataStart;
  private final Complaint bad;
  private final List<TensorInfo> tensors = new ArrayList<>();
  private final Map<String, String> metadata = new LinkedHashMap<>();

  private SafetensorsJson(JsonParser json, long dataStart, Complaint bad) {
    this.json = json;
    this.dataStart = dataStart;
    this.bad = bad;
  }

  static SafetensorsJson parse(byte[] utf8, long dataStart, Complaint bad) {
    try (JsonParser json = StrictJson.parser(utf8)) {
      SafetensorsJson header = new SafetensorsJson(json, dataStart, bad);
      header.readAll();
      return header;
    } catch (JacksonException e) {
      throw bad.because(
          "its header is no valid JSON (" + Complaint.quoted(e.getOriginalMessage()) + ")", e);
    }
  }

  List<TensorInfo> tensors() {
    return tensors;
  }

  Map<String, String> metadata() {
    return Collections.unmodifiableMap(metadata);
  }

  private void readAll() {
    expect(JsonToken.START_OBJECT, "the header");
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = json.currentName();
      if (name.equals("__metadata__")) {
        readMetadata();
      } else {
        tensors.add(readTensor(name));
      }
    }
    if (json.nextToken() != null) {
      throw bad.because("its header goes on after the closing '}'");
    }
  }

  private void readMetadata() {
    expect(JsonToken.START_OBJECT, "__metadata__");
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String key = json.currentName();
      expect(JsonToken.VALUE_STRING, "__metadata__." + key);
      metadata.put(key, json.getString());
    }
  }

  private TensorInfo readTensor(String name) {
    expect(JsonToken.START_OBJECT, name);
    @Nullable String dtype = null;
    @Nullable List<Long> shape = null;
    @Nullable List<Long> offsets = null;
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      switch (json.currentName()) {
        case "dtype" -> {
          expect(JsonToken.VALUE_STRING, name);
          dtype = json.getString();
        }
        case "shape" -> shape = readSizes(name);
        case "data_offsets" -> offsets = readSizes(name);
        default ->
            throw bad.tensor(
                name, "has a field " + Complaint.quoted(json.currentName()) + " unknown here");
      }
    }
    if (dtype == null || shape == null || offsets == null) {
      throw bad.tensor(name, "lacks its dtype, shape or data_offsets");
    }
    return tensor(name, dtype, shape, offsets);
  }

  private TensorInfo tensor(String name, String type, List<Long> shape, List<Long> offsets) {
    DType dtype =
        DType.named(type)
            .orElseThrow(
                () ->
                    bad.tensor(
                        name,
                        "has the type %s, which Tunebench does not read"
                            .formatted(Complaint.quoted(type))));
    if (offsets.size() != 2 || offsets.get(0) > offsets.get(1)) {
      throw bad.tensor(name, "has data_offsets " + offsets + " that are no begin and end");
    }
    if (offsets.get(1) > Long.MAX_VALUE - dataStart) {
      throw bad.tensor(name, "has data_offsets " + offsets + " beyond any file");
    }
    long length = offsets.get(1) - offsets.get(0);
    long needed;
    try {
      needed = dtype.bytesOf(shape);
    } catch (ArithmeticException e) {
      throw bad.tensor(name, "has the shape " + shape + ", too large for any file");
    }
    if (needed != length) {
      throw bad.tensor(
          name,
          "has the shape %s in %s, which takes %d bytes, but %d are set aside"
              .formatted(shape, type, needed, length));
    }
    return new TensorInfo(name, dtype, shape, dataStart + offsets.get(0), length);
  }

  private List<Long> readSizes(String tensor) {
    String field = json.currentName();
    expect(JsonToken.START_ARRAY, tensor);
    List<Long> sizes = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (json.currentToken() != JsonToken.VALUE_NUMBER_INT
          || json.getNumberType() == JsonParser.NumberType.BIG_INTEGER
          || json.getLongValue() < 0) {
        throw bad.tensor(tensor, "has a " + field + " with something other than sizes in it");
      }
      if (sizes.size() == MAX_DIMENSIONS) {
        throw bad.tensor(tensor, "has a " + field + " of more than 16 numbers");
      }
      sizes.add(json.getLongValue());
    }
    return sizes;
  }

  private void expect(JsonToken token, String where) {
    if (json.nextToken() != token) {
      throw surprise(where);
    }
  }

  private BadInputException surprise(String where) {
    return bad.because(
        "its header has %s where %s should be described"
            .formatted(json.currentToken(), Complaint.quoted(where)));
  }
}
