package tunebench.format;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The front of a GGUF file, versions 2 and 3, little-endian: magic, version, counts, metadata,
 * tensor infos (<a href="https://github.com/ggml-org/ggml/blob/master/docs/gguf.md">gguf.md</a>).
 */
record GgufHeader(int version, GgufMetadata metadata, Map<String, GgufTensor> tensors) {
  static final int MAGIC = 0x46554747;
  static final int DEFAULT_ALIGNMENT = 32;

  private static final int MAX_KEYS = 100_000;
  private static final int MAX_KEY = 65_535;

  /** Reads and checks all of it. */
  static GgufHeader read(MemorySegment file, Complaint bad) {
    GgufCursor cursor = new GgufCursor(file, bad);
    if (cursor.int32() != MAGIC) {
      throw bad.because("it does not begin with GGUF");
    }
    int version = version(cursor.int32(), bad);
    int tensorCount = cursor.count("tensors", GgufTensors.LEAST_BYTES, GgufTensors.MOST);
    int keyCount = cursor.count("metadata keys", 13, MAX_KEYS);
    GgufMetadata metadata = metadata(cursor, keyCount, bad);
    List<GgufTensors.Declared> declared = new ArrayList<>(tensorCount);
    for (int i = 0; i < tensorCount; i++) {
      declared.add(GgufTensors.declared(cursor));
    }
    int alignment = alignment(metadata, bad);
    long dataStart = (cursor.position() + alignment - 1) / alignment * alignment;
    return new GgufHeader(
        version,
        metadata,
        GgufTensors.placed(declared, dataStart, alignment, file.byteSize(), bad));
  }

  private static int version(int version, Complaint bad) {
    if (version == 2 || version == 3) {
      return version;
    }
    int swapped = Integer.reverseBytes(version);
    throw bad.because(
        swapped > 0 && swapped < 10
            ? "it is written for big-endian machines"
            : "it has version %s of the format, and 2 and 3 are known"
                .formatted(Integer.toUnsignedString(version)));
  }

  private static GgufMetadata metadata(GgufCursor cursor, int count, Complaint bad) {
    Map<String, Object> values = new LinkedHashMap<>();
    GgufValues reader = new GgufValues(cursor);
    for (int i = 0; i < count; i++) {
      String key = cursor.string("a metadata key", MAX_KEY);
      if (key.isEmpty() || !key.chars().allMatch(c -> c > ' ' && c < 127)) {
        throw bad.because("its metadata key " + Complaint.quoted(key) + " is no plain name");
      }
      if (values.put(key, reader.read(key)) != null) {
        throw bad.because("its metadata has " + Complaint.quoted(key) + " twice");
      }
    }
    return new GgufMetadata(bad.file(), Collections.unmodifiableMap(values));
  }

  private static int alignment(GgufMetadata metadata, Complaint bad) {
    long alignment = metadata.whole("general.alignment").orElse(DEFAULT_ALIGNMENT);
    if (alignment < 1 || alignment > 65_536 || Long.bitCount(alignment) != 1) {
      throw bad.because("its alignment %d is no power of two to 65536".formatted(alignment));
    }
    return (int) alignment;
  }
}
