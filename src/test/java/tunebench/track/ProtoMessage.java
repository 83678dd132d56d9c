package tunebench.track;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A protocol buffer read without its schema: what stands under each field's number. */
final class ProtoMessage {
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Item(int field, long number, byte[] bytes) {}

  private final List<Item> items = new ArrayList<>();

  ProtoMessage(byte[] message) {
    ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    while (in.hasRemaining()) {
      long key = varint(in);
      int field = (int) (key >> 3);
      switch ((int) (key & 7)) {
        case 0 -> items.add(new Item(field, varint(in), new byte[0]));
        case 1 -> items.add(new Item(field, in.getLong(), new byte[0]));
        case 5 -> items.add(new Item(field, in.getInt(), new byte[0]));
        case 2 -> {
          byte[] bytes = new byte[(int) varint(in)];
          in.get(bytes);
          items.add(new Item(field, 0, bytes));
        }
        default -> throw new IllegalArgumentException("wire type of key " + key);
      }
    }
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = in.get();
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  private Item only(int field) {
    List<Item> found = items.stream().filter(i -> i.field() == field).toList();
    if (found.size() != 1) {
      throw new AssertionError("field %d stands %d times".formatted(field, found.size()));
    }
    return found.getFirst();
  }

  boolean has(int field) {
    return items.stream().anyMatch(i -> i.field() == field);
  }

  long integer(int field) {
    return only(field).number();
  }

  double float64(int field) {
    return Double.longBitsToDouble(only(field).number());
  }

  float float32(int field) {
    return Float.intBitsToFloat((int) only(field).number());
  }

  byte[] bytes(int field) {
    return only(field).bytes();
  }

  String text(int field) {
    return new String(bytes(field), StandardCharsets.UTF_8);
  }

  ProtoMessage message(int field) {
    return new ProtoMessage(bytes(field));
  }

  List<ProtoMessage> messages(int field) {
    return items.stream()
        .filter(i -> i.field() == field)
        .map(i -> new ProtoMessage(i.bytes()))
        .toList();
  }
}
