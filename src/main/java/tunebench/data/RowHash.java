package tunebench.data;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** Fingerprints of products, by which two runs find out in which rows their data differs. */
public final class RowHash {
  /** Bytes kept of each field's SHA-256: an edit that they miss is one in four thousand million. */
  private static final int KEPT = 4;

  private RowHash() {}

  /**
   * One row: eight hexadecimal digits for each of title, description, category, brand, details and
   * price, in this order. The line is no part of it.
   */
  public static String of(Product product) {
    StringBuilder fields = new StringBuilder();
    for (byte[] field : fields(product)) {
      fields.append(HexFormat.of().formatHex(sha256().digest(field), 0, KEPT));
    }
    return fields.toString();
  }

  /**
   * SHA-256 over all fields of all rows, in hexadecimal: changes with any of them and their order.
   */
  public static String of(List<Product> products) {
    MessageDigest digest = sha256();
    for (Product product : products) {
      for (byte[] field : fields(product)) {
        // The length first, so that no two rows run together in the same way.
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, field.length));
        digest.update(field);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static List<byte[]> fields(Product product) {
    return List.of(
        utf8(product.title()),
        utf8(product.description()),
        utf8(product.category()),
        utf8(product.brand()),
        utf8(product.details()),
        utf8(Double.toString(product.price())));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
