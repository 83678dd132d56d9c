package tunebench.ui.shell;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import tunebench.ui.work.Memory;

/** Remembers in a file of the home folder, written aside and moved. */
public final class FileMemory implements Memory {
  private static final Logger LOG = Logger.getLogger(FileMemory.class.getName());

  private final Path file;
  private final Properties values = new Properties();

  public FileMemory(Path file) {
    this.file = file;
    if (Files.isRegularFile(file)) {
      try (Reader reader = Files.newBufferedReader(file)) {
        values.load(reader);
      } catch (IOException | IllegalArgumentException e) {
        LOG.log(Level.WARNING, "The window's state in " + file + " cannot be read", e);
      }
    }
  }

  @Override
  public String get(String name, String otherwise) {
    return values.getProperty(name, otherwise);
  }

  @Override
  public void put(String name, String value) {
    if (value.equals(values.setProperty(name, value))) {
      return;
    }
    Path aside = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      Path folder = file.toAbsolutePath().getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      try (Writer writer = Files.newBufferedWriter(aside)) {
        values.store(writer, "Tunebench's window");
      }
      Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "The window's state cannot be kept in " + file, e);
    }
  }
}
