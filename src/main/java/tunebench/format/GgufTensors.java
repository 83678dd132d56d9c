package tunebench.format;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the tensor infos of a GGUF file and holds them against the file and each other. */
final class GgufTensors {
  static final int MOST = 1_000_000;

  /** Empty name, no dimensions, type, offset. */
  static final int LEAST_BYTES = 8 + 4 + 4 + 8;

  private static final int LONGEST_NAME = 64;
  private static final int MOST_DIMENSIONS = 4;

  private GgufTensors() {}

  /** A tensor as the file declares it; its offset counts from the start of the tensors' bytes. */
  record Declared(String name, GgufType type, List<Long> dimensions, long offset, long length) {}

  static Declared declared(GgufCursor cursor) {
    String name = cursor.string("a tensor's name", LONGEST_NAME);
    if (name.isEmpty() || !name.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw cursor.refuse("the tensor name " + Complaint.quoted(name) + " is no plain name");
    }
    List<Long> dimensions = dimensions(cursor, name);
    int number = cursor.int32();
    GgufType type =
        GgufType.numbered(number)
            .orElseThrow(
                () ->
                    cursor.refuse(
                        "tensor %s has ggml's type %s, which Tunebench does not read (take the Q8_0 or Q4_K_M file of the model)"
                            .formatted(Complaint.quoted(name), Integer.toUnsignedString(number))));
    if (dimensions.getLast() % type.blockWeights() != 0) {
      throw cursor.refuse(
          "tensor %s has rows of %d, which do not fill blocks of %s"
              .formatted(Complaint.quoted(name), dimensions.getLast(), type));
    }
    try {
      long count = dimensions.stream().reduce(1L, Math::multiplyExact);
      return new Declared(name, type, dimensions, cursor.int64(), type.bytesOf(count));
    } catch (ArithmeticException e) {
      throw cursor.refuse(
          "tensor %s has the shape %s, too large for any file"
              .formatted(Complaint.quoted(name), dimensions));
    }
  }

  /** The file has the fastest dimension first; here it comes last. */
  private static List<Long> dimensions(GgufCursor cursor, String name) {
    int count = cursor.int32();
    if (count < 1 || count > MOST_DIMENSIONS) {
      throw cursor.refuse(
          "tensor %s has %s dimensions, and 1 to 4 are known"
              .formatted(Complaint.quoted(name), Integer.toUnsignedString(count)));
    }
    List<Long> dimensions = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long size = cursor.int64();
      if (size < 1) {
        throw cursor.refuse(
            "tensor %s has a dimension of %s"
                .formatted(Complaint.quoted(name), Long.toUnsignedString(size)));
      }
      dimensions.addFirst(size);
    }
    return dimensions;
  }

  /** The tensors by name, in the order of their bytes, none overlapping another. */
  static Map<String, GgufTensor> placed(
      List<Declared> declared, long dataStart, int alignment, long fileEnd, Complaint bad) {
    List<Declared> sorted = new ArrayList<>(declared);
    sorted.sort(Comparator.comparingLong(Declared::offset));
    Map<String, GgufTensor> tensors = LinkedHashMap.newLinkedHashMap(sorted.size());
    long end = 0;
    for (Declared t : sorted) {
      if (t.offset < 0 || t.offset % alignment != 0) {
        throw bad.tensor(
            t.name,
            "begins at %s, which is no multiple of %d"
                .formatted(Long.toUnsignedString(t.offset), alignment));
      }
      if (t.offset > fileEnd - dataStart || t.length > fileEnd - dataStart - t.offset) {
        throw bad.tensor(t.name, "lies beyond the file's end (is the download complete?)");
      }
      if (t.offset < end) {
        throw bad.tensor(t.name, "overlaps the tensor before it");
      }
      end = t.offset + t.length;
      GgufTensor tensor =
          new GgufTensor(t.name, t.type, t.dimensions, dataStart + t.offset, t.length);
      if (tensors.put(t.name, tensor) != null) {
        throw bad.tensor(t.name, "is there twice");
      }
    }
    return Collections.unmodifiableMap(tensors);
  }
}
