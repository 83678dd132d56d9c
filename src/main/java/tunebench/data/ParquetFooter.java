package tunebench.data;

import dev.hardwood.metadata.ColumnChunk;
import dev.hardwood.metadata.ColumnMetaData;
import dev.hardwood.metadata.FileMetaData;
import dev.hardwood.metadata.RowGroup;
import dev.hardwood.reader.ParquetFileReader;
import java.io.IOException;
import java.nio.channels.FileChannel;

/**
 * What a Parquet file's footer promises, checked against the file before anything is read by it.
 * The reader believes it: from a damaged footer it would read rows without end, or ask for more
 * memory than there is.
 */
final class ParquetFooter {
  /** A page of one repeated word packs well, but rows of products differ. */
  private static final long ROWS_PER_BYTE = 100;

  /** More than any codec packs text by. */
  private static final long UNPACKED_PER_BYTE = 2_000;

  private static final long SLACK = 1 << 20;
  private static final int MAGIC = 4;

  private ParquetFooter() {}

  /**
   * Checks a footer.
   *
   * @param file the same file, to follow its pages
   * @return rows that the file holds
   * @throws IOException if it cannot be true
   */
  static long rows(ParquetFileReader reader, FileChannel file) throws IOException {
    long bytes = file.size();
    FileMetaData footer = reader.getFileMetaData();
    int columns = reader.getFileSchema().getColumnCount();
    require(columns > 0, "it names no columns");
    long rows = 0;
    for (RowGroup group : footer.rowGroups()) {
      require(group.numRows() >= 0, "a group of rows has %d rows".formatted(group.numRows()));
      require(
          group.columns().size() == columns,
          "a group of rows has %d columns of %d".formatted(group.columns().size(), columns));
      rows += group.numRows();
      require(
          rows >= 0 && rows / ROWS_PER_BYTE <= bytes,
          "%d rows do not fit into %d bytes".formatted(rows, bytes));
      for (ColumnChunk chunk : group.columns()) {
        check(chunk, group.numRows(), bytes);
        ParquetPages.check(file, chunk.chunkStartOffset(), chunk.metaData());
      }
    }
    require(
        rows == footer.numRows(),
        "it names %d rows and holds %d".formatted(footer.numRows(), rows));
    return rows;
  }

  private static void check(ColumnChunk chunk, long rows, long bytes) throws IOException {
    ColumnMetaData column = chunk.metaData();
    long start = chunk.chunkStartOffset();
    long packed = column.totalCompressedSize();
    require(
        start >= MAGIC && packed >= 0 && packed <= bytes - start,
        "column %s is said to lie at bytes %d to %d of %d"
            .formatted(column.pathInSchema(), start, start + packed, bytes));
    long unpacked = column.totalUncompressedSize();
    require(
        unpacked >= 0 && unpacked <= UNPACKED_PER_BYTE * packed + SLACK,
        "column %s is said to grow from %d to %d bytes"
            .formatted(column.pathInSchema(), packed, unpacked));
    long values = column.numValues();
    require(
        values >= rows && values / ROWS_PER_BYTE <= bytes,
        "column %s is said to hold %d values for %d rows"
            .formatted(column.pathInSchema(), values, rows));
  }

  private static void require(boolean holds, String otherwise) throws IOException {
    if (!holds) {
      throw new IOException(otherwise);
    }
  }
}
