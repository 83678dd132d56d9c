package tunebench.format;

import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Where each tensor of a new safetensors file goes. Wide elements come first and the header is
 * padded to 8 bytes with spaces, so that every tensor lies aligned for its type.
 *
 * @param tensors by name, in the order of their bytes; offsets count from the start of the file
 * @param prefix length and header as they stand in the file
 */
record SafetensorsLayout(Map<String, TensorInfo> tensors, ByteBuffer prefix) {
  private static final int ALIGNMENT = 8;

  /**
   * Lays the tensors out.
   *
   * @throws IllegalArgumentException if a name comes twice or is {@code __metadata__}
   */
  static SafetensorsLayout of(Collection<TensorSpec> specs, Map<String, String> metadata) {
    List<TensorSpec> sorted = new ArrayList<>(specs);
    sorted.sort(Comparator.comparingInt((TensorSpec s) -> -s.dtype().bytes()));
    byte[] json = json(sorted, metadata).getBytes(StandardCharsets.UTF_8);
    int padded = (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    ByteBuffer prefix =
        ByteBuffer.allocate(Long.BYTES + padded).order(ByteOrder.LITTLE_ENDIAN).putLong(padded);
    prefix.put(json);
    while (prefix.hasRemaining()) {
      prefix.put((byte) ' ');
    }
    Map<String, TensorInfo> tensors = new LinkedHashMap<>();
    long offset = prefix.capacity();
    for (TensorSpec spec : sorted) {
      TensorInfo info =
          new TensorInfo(spec.name(), spec.dtype(), spec.shape(), offset, spec.length());
      if (spec.name().equals("__metadata__") || tensors.put(spec.name(), info) != null) {
        throw new IllegalArgumentException("tensor " + spec.name() + " twice or reserved");
      }
      offset += spec.length();
    }
    return new SafetensorsLayout(
        Collections.unmodifiableMap(tensors), prefix.flip().asReadOnlyBuffer());
  }

  private static String json(List<TensorSpec> specs, Map<String, String> metadata) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
      json.writeStartObject();
      json.writeObjectPropertyStart("__metadata__");
      metadata.forEach(json::writeStringProperty);
      json.writeEndObject();
      long begin = 0;
      for (TensorSpec spec : specs) {
        json.writeObjectPropertyStart(spec.name());
        json.writeStringProperty("dtype", spec.dtype().name());
        json.writeName("shape");
        long[] shape = spec.shape().stream().mapToLong(Long::longValue).toArray();
        json.writeArray(shape, 0, shape.length);
        json.writeName("data_offsets");
        json.writeArray(new long[] {begin, begin + spec.length()}, 0, 2);
        json.writeEndObject();
        begin += spec.length();
      }
      json.writeEndObject();
    }
    return text.toString();
  }
}
