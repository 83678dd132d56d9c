package tunebench.data;

import java.util.List;

/**
 * A file cut into rows and cells, before anything is known about their meaning.
 *
 * @param file the file's name
 * @param encoding the character set by which it was read
 * @param header the columns' names, trimmed
 */
record Table(String file, String encoding, List<String> header, List<Row> rows) {

  /**
   * One record.
   *
   * @param line the line on which it starts, from 1
   * @param cells as many as the header has, unless the row is broken
   * @param fault why the row cannot be read, or "" if it can
   */
  record Row(int line, List<String> cells, String fault) {}
}
