package tunebench.format;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads metadata values of a GGUF file as plain Java: whole numbers of any width as Long, float32
 * as Float, float64 as Double, bool, text, and lists of those (<a
 * href="https://github.com/ggml-org/ggml/blob/master/docs/gguf.md">gguf.md</a>,
 * gguf_metadata_value_type).
 */
final class GgufValues {
  static final int UINT8 = 0;
  static final int INT8 = 1;
  static final int UINT16 = 2;
  static final int INT16 = 3;
  static final int UINT32 = 4;
  static final int INT32 = 5;
  static final int FLOAT32 = 6;
  static final int BOOL = 7;
  static final int STRING = 8;
  static final int ARRAY = 9;
  static final int UINT64 = 10;
  static final int INT64 = 11;
  static final int FLOAT64 = 12;

  private static final int MAX_STRING = 16_000_000;
  private static final int MAX_ELEMENTS = 8_000_000;
  private static final int MAX_DEPTH = 3;

  private final GgufCursor cursor;
  private int elements;

  GgufValues(GgufCursor cursor) {
    this.cursor = cursor;
  }

  /** The next value, which belongs to this key: its type's number, then itself. */
  Object read(String key) {
    return value(cursor.int32(), key, 0);
  }

  private Object value(int type, String key, int depth) {
    return switch (type) {
      case UINT8 -> (long) (cursor.int8() & 0xff);
      case INT8 -> (long) cursor.int8();
      case UINT16 -> (long) (cursor.int16() & 0xffff);
      case INT16 -> (long) cursor.int16();
      case UINT32 -> cursor.int32() & 0xffff_ffffL;
      case INT32 -> (long) cursor.int32();
      case FLOAT32 -> Float.intBitsToFloat(cursor.int32());
      case BOOL -> bool(key);
      case STRING -> cursor.string(Complaint.quoted(key), MAX_STRING);
      case ARRAY -> list(key, depth + 1);
      case UINT64 -> unsigned(key);
      case INT64 -> cursor.int64();
      case FLOAT64 -> Double.longBitsToDouble(cursor.int64());
      default ->
          throw cursor.refuse(
              "its metadata %s has the unknown type %d".formatted(Complaint.quoted(key), type));
    };
  }

  private boolean bool(String key) {
    byte value = cursor.int8();
    if (value != 0 && value != 1) {
      throw cursor.refuse(
          "its metadata %s is neither true nor false".formatted(Complaint.quoted(key)));
    }
    return value == 1;
  }

  private long unsigned(String key) {
    long value = cursor.int64();
    if (value < 0) {
      throw cursor.refuse(
          "its metadata %s has the absurd number %s"
              .formatted(Complaint.quoted(key), Long.toUnsignedString(value)));
    }
    return value;
  }

  private List<Object> list(String key, int depth) {
    if (depth > MAX_DEPTH) {
      throw cursor.refuse("its metadata %s is nested".formatted(Complaint.quoted(key)));
    }
    int type = cursor.int32();
    int count =
        cursor.count(
            "elements of " + Complaint.quoted(key), leastBytes(type), MAX_ELEMENTS - elements);
    elements += count;
    List<Object> list = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      list.add(value(type, key, depth));
    }
    return list;
  }

  private static int leastBytes(int type) {
    return switch (type) {
      case UINT16, INT16 -> 2;
      case UINT32, INT32, FLOAT32 -> 4;
      case STRING, UINT64, INT64, FLOAT64 -> 8;
      case ARRAY -> 12;
      default -> 1;
    };
  }
}
