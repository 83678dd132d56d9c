package tunebench.format;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A whole file mapped read-only into memory, any size, any thread, until it is closed. */
record MappedFile(MemorySegment bytes, Arena arena) implements AutoCloseable {

  /**
   * Maps the file.
   *
   * @throws tunebench.BadInputException if it is missing, no plain file or not readable
   */
  @SuppressWarnings("MustBeClosedChecker") // the record owns the arena and closes it
  static MappedFile open(Path file) {
    Complaint bad = new Complaint(file.toString());
    if (!Files.isRegularFile(file)) {
      throw bad.because(Files.exists(file) ? "it is no plain file" : "there is no such file");
    }
    Arena arena = Arena.ofShared();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return new MappedFile(
          channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena), arena);
    } catch (IOException e) {
      arena.close();
      throw bad.because("it cannot be opened (" + Complaint.plain(e.toString()) + ")", e);
    }
  }

  @Override
  public void close() {
    arena.close();
  }
}
