package tunebench.track;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tunebench.format.FileHash;

/**
 * Tables and pictures as W&B keeps them: a file below {@code media}, and a history value that names
 * it.
 *
 * @param path in the run's files
 * @param file where the content is now
 * @param value of the history
 */
record Media(String path, Path file, Map<String, Object> value) {

  /** A table; its file is written into {@code folder}. */
  static Media table(TrackRecord.Table table, Path folder) throws IOException {
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("columns", table.columns());
    content.put("data", table.rows());
    byte[] json = TrackJson.text(content).getBytes(StandardCharsets.UTF_8);
    Files.createDirectories(folder);
    Path file = folder.resolve("%s_%d.table.json".formatted(table.name(), table.step()));
    Files.write(file, json);
    FileHash hash = FileHash.of(file);
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("_type", "table-file");
    value.put("log_mode", "IMMUTABLE");
    value.put("ncols", table.columns().size());
    value.put("nrows", table.rows().size());
    return of(
        "media/table/%s_%d_%s.table.json"
            .formatted(table.name(), table.step(), hash.sha256().substring(0, 20)),
        file,
        hash,
        value);
  }

  /** A PNG file. */
  static Media picture(TrackRecord.Picture picture) throws IOException {
    Path file = Path.of(picture.file());
    FileHash hash = FileHash.of(file);
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("_type", "image-file");
    value.put("format", "png");
    int[] size = size(file);
    value.put("width", size[0]);
    value.put("height", size[1]);
    return of(
        "media/images/%s_%d_%s.png"
            .formatted(picture.name(), picture.step(), hash.sha256().substring(0, 20)),
        file,
        hash,
        value);
  }

  /** The same with more in its value. */
  Media with(Map<String, String> more) {
    Map<String, Object> all = new LinkedHashMap<>(value);
    all.putAll(more);
    return new Media(path, file, all);
  }

  private static Media of(String path, Path file, FileHash hash, Map<String, Object> value) {
    value.put("path", path);
    value.put("sha256", hash.sha256());
    value.put("size", hash.bytes());
    return new Media(path, file, value);
  }

  /** Width and height stand behind the signature and the name of the first chunk. */
  static int[] size(Path png) throws IOException {
    ByteBuffer head = ByteBuffer.wrap(Files.readAllBytes(png));
    if (head.limit() < 24) {
      throw new IOException(png + " is no PNG file");
    }
    return new int[] {head.getInt(16), head.getInt(20)};
  }
}
