package tunebench.format;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes the values of a GGUF header into memory, little-endian. */
final class GgufOutput {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  byte[] bytes() {
    return out.toByteArray();
  }

  GgufOutput int32(int value) {
    for (int shift = 0; shift < 32; shift += 8) {
      out.write(value >>> shift);
    }
    return this;
  }

  GgufOutput int64(long value) {
    return int32((int) value).int32((int) (value >>> 32));
  }

  GgufOutput string(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    int64(utf8.length);
    out.writeBytes(utf8);
    return this;
  }

  /**
   * A metadata value with its type: whole numbers as uint32 where they fit, in lists as int32, as
   * llama.cpp expects them.
   *
   * @throws IllegalArgumentException if GGUF has no type for it
   */
  GgufOutput typed(Object value) {
    if (value instanceof List<?> list) {
      int type = list.isEmpty() ? GgufValues.STRING : elementType(list.getFirst());
      int32(GgufValues.ARRAY).int32(type).int64(list.size());
      list.forEach(element -> plain(type, element));
      return this;
    }
    int type = type(value);
    return int32(type).plain(type, value);
  }

  private static int type(Object value) {
    if (value instanceof Long || value instanceof Integer) {
      long whole = ((Number) value).longValue();
      return whole >= 0 && whole <= 0xffff_ffffL ? GgufValues.UINT32 : GgufValues.INT64;
    }
    return elementType(value);
  }

  private static int elementType(Object value) {
    return switch (value) {
      case String s -> GgufValues.STRING;
      case Boolean b -> GgufValues.BOOL;
      case Float f -> GgufValues.FLOAT32;
      case Double d -> GgufValues.FLOAT64;
      case Integer i -> GgufValues.INT32;
      case Long l -> GgufValues.INT64;
      default -> throw new IllegalArgumentException("GGUF has no type for " + value.getClass());
    };
  }

  private GgufOutput plain(int type, Object value) {
    switch (type) {
      case GgufValues.STRING -> string((String) value);
      case GgufValues.BOOL -> out.write((Boolean) value ? 1 : 0);
      case GgufValues.FLOAT32 -> int32(Float.floatToRawIntBits((Float) value));
      case GgufValues.FLOAT64 -> int64(Double.doubleToRawLongBits((Double) value));
      case GgufValues.UINT32, GgufValues.INT32 -> int32((int) ((Number) value).longValue());
      default -> int64(((Number) value).longValue());
    }
    return this;
  }
}
