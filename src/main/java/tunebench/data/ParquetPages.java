package tunebench.data;

import dev.hardwood.metadata.ColumnMetaData;
import dev.hardwood.metadata.CompressionCodec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Map;

/**
 * The headings of a column's pages, followed from one to the next as the Parquet format has it
 * ({@code PageHeader} in {@code parquet.thrift}). The reader follows them too, and where one is
 * damaged it can go round in a circle.
 */
final class ParquetPages {
  private static final String TYPE = "1";
  private static final String UNPACKED = "2";
  private static final String PACKED = "3";

  /** Values of a data page by the version of its heading. */
  private static final Map<Long, String> VALUES = Map.of(0L, "5.1", 3L, "8.1");

  /** An index's page, and a dictionary's. */
  private static final Map<Long, String> OTHERS = Map.of(1L, "6", 2L, "7.1");

  /** Headings hold the least and greatest value, which may be long texts. */
  private static final int LONGEST = 1 << 16;

  /** A Snappy block's length has at most five bytes. */
  private static final int PREAMBLE = 5;

  private ParquetPages() {}

  /**
   * Follows a column's pages through one group of rows.
   *
   * @param start where the first page lies in the file
   * @throws IOException if they do not fill the column's place with the promised values
   */
  static void check(FileChannel file, long start, ColumnMetaData column) throws IOException {
    long end = start + column.totalCompressedSize();
    long values = 0;
    long at = start;
    while (values < column.numValues()) {
      ByteBuffer heading = ByteBuffer.allocate((int) Math.min(LONGEST, end - at));
      while (heading.hasRemaining() && file.read(heading, at + heading.position()) > 0) {
        // Until there is no more.
      }
      heading.flip();
      if (!heading.hasRemaining()) {
        throw new IOException(
            "column %s ends after %d of %d values"
                .formatted(column.pathInSchema(), values, column.numValues()));
      }
      Map<String, Long> page = CompactThrift.struct(heading);
      long packed = page.getOrDefault(PACKED, -1L);
      long unpacked = page.getOrDefault(UNPACKED, -1L);
      long type = page.getOrDefault(TYPE, -1L);
      at += heading.position();
      if (packed < 0
          || packed > end - at
          || unpacked < 0
          || unpacked > column.totalUncompressedSize()
          || !(VALUES.containsKey(type) || OTHERS.containsKey(type))) {
        throw new IOException(
            "a page of column %s is damaged: type %d, %d bytes that grow to %d"
                .formatted(column.pathInSchema(), type, packed, unpacked));
      }
      if (column.codec() == CompressionCodec.SNAPPY && packed > 0) {
        snappy(file, at, page, column);
      }
      at += packed;
      if (VALUES.containsKey(type)) {
        long more = page.getOrDefault(VALUES.get(type), -1L);
        if (more < 0 || more > column.numValues() - values) {
          throw new IOException(
              "a page of column %s is damaged: %d values of %d"
                  .formatted(column.pathInSchema(), more, column.numValues()));
        }
        values += more;
      }
    }
  }

  /**
   * Snappy's own library writes as many bytes as a block says of itself, wherever that ends; so a
   * block has to say what the heading says.
   */
  private static void snappy(
      FileChannel file, long at, Map<String, Long> page, ColumnMetaData column) throws IOException {
    // In the second version of a page the levels lie before the block, and it may be left plain.
    long levels = page.getOrDefault("8.5", 0L) + page.getOrDefault("8.6", 0L);
    if (page.getOrDefault("8.7", 1L) == 0) {
      return;
    }
    long unpacked = page.getOrDefault(UNPACKED, 0L) - levels;
    boolean inside = levels >= 0 && levels <= page.getOrDefault(PACKED, 0L);
    ByteBuffer start = ByteBuffer.allocate(PREAMBLE);
    long said = -1;
    if (inside && file.read(start, at + levels) > 0) {
      said = CompactThrift.varint(start.flip());
    }
    if (said != unpacked && !(unpacked == 0 && page.getOrDefault(PACKED, 0L) == levels)) {
      throw new IOException(
          "a page of column %s is damaged: a block of %d bytes where %d are named"
              .formatted(column.pathInSchema(), said, unpacked));
    }
  }
}
