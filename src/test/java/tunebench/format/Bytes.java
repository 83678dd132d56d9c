package tunebench.format;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Builds the bytes of small files by hand, good ones and bad ones. */
final class Bytes {
  private Bytes() {}

  /** A safetensors file with this header text and so many zero bytes of tensors. */
  static byte[] safetensors(String header, int dataLength) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    return safetensors(json.length, json, dataLength);
  }

  /** The same with a header length that may be a lie. */
  static byte[] safetensors(long claimed, byte[] json, int dataLength) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(claimed).array());
    out.writeBytes(json);
    out.writeBytes(new byte[dataLength]);
    return out.toByteArray();
  }

  static SafetensorsFile open(byte[] file) {
    return SafetensorsFile.of(MemorySegment.ofArray(file), "x.safetensors");
  }

  static ByteBuffer floats(float... values) {
    ByteBuffer out = ByteBuffer.allocate(values.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      out.putFloat(value);
    }
    return out.flip();
  }
}
