package tunebench.data;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * As much of Thrift's compact protocol as Parquet's page headers need: whole numbers and truth
 * values of a struct and of the structs in it, by their field's path. Everything else is passed
 * over.
 */
final class CompactThrift {
  private static final int DEEPEST = 8;
  private static final int STOP = 0;
  private static final int TRUE = 1;
  private static final int FALSE = 2;
  private static final int BYTE = 3;
  private static final int I16 = 4;
  private static final int I64 = 6;
  private static final int DOUBLE = 7;
  private static final int BINARY = 8;
  private static final int LIST = 9;
  private static final int SET = 10;
  private static final int STRUCT = 12;

  private final ByteBuffer in;
  private final Map<String, Long> numbers = new HashMap<>();

  private CompactThrift(ByteBuffer in) {
    this.in = in;
  }

  /**
   * Reads one struct and leaves the buffer behind it.
   *
   * @return numbers by path, such as {@code 5.1}
   * @throws IOException if the bytes are none
   */
  static Map<String, Long> struct(ByteBuffer in) throws IOException {
    CompactThrift reader = new CompactThrift(in);
    try {
      reader.struct("", 0);
    } catch (BufferUnderflowException e) {
      throw new IOException("a page's heading breaks off", e);
    }
    return reader.numbers;
  }

  private void struct(String path, int depth) throws IOException {
    if (depth > DEEPEST) {
      throw new IOException("a page's heading has no end");
    }
    int field = 0;
    for (int head = in.get() & 0xFF; head != STOP; head = in.get() & 0xFF) {
      int delta = head >>> 4;
      field = delta == 0 ? (int) zigzag() : field + delta;
      value(head & 0xF, path + field, depth);
    }
  }

  private void value(int type, String path, int depth) throws IOException {
    switch (type) {
      case TRUE, FALSE -> numbers.put(path, type == TRUE ? 1L : 0L);
      case BYTE -> numbers.put(path, (long) in.get());
      case I16, I16 + 1, I64 -> numbers.put(path, zigzag());
      case DOUBLE -> skip(Double.BYTES);
      case BINARY -> skip(varint());
      case LIST, SET -> list(path, depth);
      case STRUCT -> struct(path + ".", depth + 1);
      default -> throw new IOException("a page's heading holds a field of type " + type);
    }
  }

  private void list(String path, int depth) throws IOException {
    int head = in.get() & 0xFF;
    long size = head >>> 4 == 0xF ? varint() : head >>> 4;
    int type = head & 0xF;
    if (size < 0 || size > in.remaining()) {
      throw new IOException("a page's heading holds a list of %d".formatted(size));
    }
    for (long i = 0; i < size; i++) {
      if (type == TRUE || type == FALSE) {
        skip(1);
      } else {
        value(type, path + "[]", depth + 1);
      }
    }
  }

  private void skip(long bytes) throws IOException {
    if (bytes < 0 || bytes > in.remaining()) {
      throw new IOException("a page's heading holds a text of %d bytes".formatted(bytes));
    }
    in.position(in.position() + (int) bytes);
  }

  private long zigzag() throws IOException {
    long value = varint();
    return value >>> 1 ^ -(value & 1);
  }

  private long varint() throws IOException {
    return varint(in);
  }

  /** A number of seven bits a byte, the lowest first. */
  static long varint(ByteBuffer in) throws IOException {
    long value = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = in.get();
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IOException("a page's heading holds a number without end");
  }
}
