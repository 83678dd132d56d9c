package tunebench.service.libtorch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.List;
import tunebench.BadInputException;

/** The list of files that a server offers, one path a line, as DJL publishes it. */
final class FileIndex {
  private static final String SUFFIX = ".gz";

  private FileIndex() {}

  /**
   * A file on the server.
   *
   * @param path below the server's base, encoded as it stands in the list
   * @param name of the library that it unpacks to
   */
  record Entry(String path, String name) {}

  /**
   * The files of one build.
   *
   * @throws BadInputException if there are none, or a name leads out of the folder
   */
  static List<Entry> read(String text, String flavour, String platform) {
    String folder = flavour + "/" + platform + "/";
    List<Entry> entries =
        text.lines()
            .map(String::strip)
            .filter(line -> line.startsWith(folder) && line.endsWith(SUFFIX))
            .map(FileIndex::entry)
            .toList();
    if (entries.isEmpty()) {
      throw new BadInputException(
          "There is no libtorch %s for %s to be fetched; name a folder that has it."
              .formatted(flavour, platform));
    }
    return entries;
  }

  private static Entry entry(String line) {
    String last = URLDecoder.decode(line.substring(line.lastIndexOf('/') + 1), UTF_8);
    String name = last.substring(0, last.length() - SUFFIX.length());
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._+-]*")) {
      throw new BadInputException(
          "The list of files names \"%s\", which is no file of libtorch.".formatted(last));
    }
    return new Entry(line, name);
  }
}
