package tunebench.format;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a safetensors file says of itself before its tensors: 8 bytes with the length of a JSON
 * object, then the object. The format allows no overlap, no hole and nothing after the last tensor
 * (<a href="https://github.com/huggingface/safetensors#format">format</a>).
 *
 * @param tensors by name, in the order of their bytes
 * @param metadata the free text under {@code __metadata__}
 */
record SafetensorsHeader(Map<String, TensorInfo> tensors, Map<String, String> metadata) {
  /** The reference reader's limit; a header of a model with 100,000 tensors has about 10 MB. */
  static final long MAX_LENGTH = 100_000_000;

  static final int PREFIX = Long.BYTES;

  /** Reads and checks the header. Nothing is allocated by a length that was not checked. */
  static SafetensorsHeader read(MemorySegment file, Complaint bad) {
    if (file.byteSize() < PREFIX) {
      throw bad.because("it has %d bytes, too few for a header".formatted(file.byteSize()));
    }
    long length = file.get(JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), 0);
    if (length < 0 || length > MAX_LENGTH) {
      throw bad.because(
          "its header claims %s bytes, more than the %d allowed"
              .formatted(Long.toUnsignedString(length), MAX_LENGTH));
    }
    if (length > file.byteSize() - PREFIX) {
      throw bad.because(
          "its header claims %d bytes, but the file ends after %d"
              .formatted(length, file.byteSize()));
    }
    byte[] json = file.asSlice(PREFIX, length).toArray(JAVA_BYTE);
    if (json.length == 0 || json[0] != '{') {
      throw bad.because("its header does not begin with '{'");
    }
    SafetensorsJson parsed = SafetensorsJson.parse(json, PREFIX + length, bad);
    return new SafetensorsHeader(
        placed(parsed.tensors(), PREFIX + length, file.byteSize(), bad), parsed.metadata());
  }

  /** The tensors in the order of their bytes, once they are seen to tile the rest of the file. */
  private static Map<String, TensorInfo> placed(
      List<TensorInfo> tensors, long dataStart, long fileEnd, Complaint bad) {
    List<TensorInfo> sorted = new ArrayList<>(tensors);
    sorted.sort(Comparator.comparingLong(TensorInfo::offset).thenComparingLong(TensorInfo::length));
    Map<String, TensorInfo> byName = LinkedHashMap.newLinkedHashMap(sorted.size());
    long end = dataStart;
    for (TensorInfo tensor : sorted) {
      if (tensor.length() > fileEnd - tensor.offset()) {
        throw bad.tensor(
            tensor.name(),
            "ends at byte %d, but the file has %d (is the download complete?)"
                .formatted(tensor.offset() + tensor.length(), fileEnd));
      }
      if (tensor.offset() < end) {
        throw bad.tensor(tensor.name(), "overlaps the tensor before it");
      }
      if (tensor.offset() > end) {
        throw bad.tensor(
            tensor.name(), "leaves a hole of %d bytes before it".formatted(tensor.offset() - end));
      }
      end = tensor.offset() + tensor.length();
      byName.put(tensor.name(), tensor);
    }
    if (end != fileEnd) {
      throw bad.because("%d bytes at its end belong to no tensor".formatted(fileEnd - end));
    }
    return Collections.unmodifiableMap(byName);
  }
}
