package tunebench.tensor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The archive that {@code torch::jit::load} reads: one module without parameters. Entries must be
 * stored, not deflated. The two pickles are an object of class {@code M} whose only attribute is
 * {@code training = False}, and an empty tuple.
 */
final class ScriptArchive {
  private static final String MODULE =
      "\u0080\u0002c__torch__\nM\n)\u0081}(X\u0008\u0000\u0000\u0000training\u0089ub.";
  private static final String NO_CONSTANTS = "\u0080\u0002).";

  private ScriptArchive() {}

  static byte[] of(String methods) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setMethod(ZipOutputStream.STORED);
      put(zip, "m/data.pkl", MODULE.getBytes(StandardCharsets.ISO_8859_1));
      put(
          zip,
          "m/code/__torch__.py",
          ("class M(Module):\n  __parameters__ = []\n  __buffers__ = []\n  training : bool\n"
                  + methods)
              .getBytes(StandardCharsets.UTF_8));
      put(zip, "m/constants.pkl", NO_CONSTANTS.getBytes(StandardCharsets.ISO_8859_1));
      put(zip, "m/version", "10\n".getBytes(StandardCharsets.US_ASCII));
    }
    return bytes.toByteArray();
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    CRC32 crc = new CRC32();
    crc.update(content);
    ZipEntry entry = new ZipEntry(name);
    entry.setSize(content.length);
    entry.setCompressedSize(content.length);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }
}
