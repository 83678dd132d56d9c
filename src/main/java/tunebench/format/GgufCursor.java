package tunebench.format;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import tunebench.BadInputException;

/**
 * Reads the front of a GGUF file value by value. Every count and length is held against the bytes
 * that are left before anything is allocated for it.
 */
final class GgufCursor {
  /** Vocabulary and all of a large model's header take about 20 MB. */
  private static final long MAX_HEADER = 128_000_000;

  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  private final MemorySegment file;
  private final Complaint bad;
  private long at;

  GgufCursor(MemorySegment file, Complaint bad) {
    this.file = file;
    this.bad = bad;
  }

  long position() {
    return at;
  }

  byte int8() {
    return file.get(ValueLayout.JAVA_BYTE, skip(1));
  }

  short int16() {
    return file.get(SHORT, skip(2));
  }

  int int32() {
    return file.get(INT, skip(4));
  }

  long int64() {
    return file.get(LONG, skip(8));
  }

  /**
   * A count of things that take at least so many bytes each.
   *
   * @param what the things, for the complaint
   */
  int count(String what, int leastBytes, int most) {
    long count = int64();
    if (count < 0 || count > most) {
      throw bad.because(
          "it claims %s %s, more than the %d allowed"
              .formatted(Long.toUnsignedString(count), what, most));
    }
    if (count * leastBytes > file.byteSize() - at) {
      throw bad.because("it claims %d %s, but ends before them".formatted(count, what));
    }
    return (int) count;
  }

  /** A text of at most so many bytes, in UTF-8; what is no UTF-8 becomes U+FFFD. */
  String string(String what, int most) {
    int length = count("bytes of " + what, 1, most);
    long from = skip(length);
    return new String(
        file.asSlice(from, length).toArray(ValueLayout.JAVA_BYTE), StandardCharsets.UTF_8);
  }

  BadInputException refuse(String problem) {
    return bad.because(problem);
  }

  private long skip(long bytes) {
    if (bytes > Math.min(file.byteSize(), MAX_HEADER) - at) {
      throw bad.because(
          file.byteSize() <= MAX_HEADER
              ? "it ends within its header (is the download complete?)"
              : "its header has more than " + MAX_HEADER + " bytes");
    }
    long from = at;
    at += bytes;
    return from;
  }
}
