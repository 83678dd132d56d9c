package tunebench.service.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tunebench.BadInputException;
import tunebench.format.AtomicFile;
import tunebench.protocol.Wire;
import tunebench.run.TrainSpec;

/**
 * The learner's guesses, in one file of the home folder, with the weights that were weighed. What
 * runs measured is not kept here: it is in the runs.
 */
final class JournalStore {
  /** One for all: each question opens the file anew. */
  private static final Object LOCK = new Object();

  private final Path file;

  JournalStore(Path home) {
    this.file = home.resolve("journal.json");
  }

  /** A guess; NaN where the learner skipped. */
  record Guess(int lab, String subject, double value, Instant at, @Nullable TrainSpec spec) {}

  /**
   * The file.
   *
   * @param weighed bytes that a model's tensors held, by lab 1's subject
   */
  record Content(List<Guess> guesses, Map<String, Long> weighed) {}

  Content read() {
    try {
      return Wire.read(Content.class, Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      return new Content(List.of(), Map.of());
    } catch (IOException e) {
      throw new BadInputException(
          "%s cannot be read (%s); check that it may be.".formatted(file, e.getMessage()), e);
    }
  }

  /** Keeps a guess. The first word on a subject stands: who has seen the result cannot guess. */
  void guess(Guess guess) throws IOException {
    synchronized (LOCK) {
      Content now = read();
      boolean spoken =
          now.guesses().stream()
              .anyMatch(g -> g.lab() == guess.lab() && g.subject().equals(guess.subject()));
      if (!spoken) {
        List<Guess> all = new ArrayList<>(now.guesses());
        all.add(guess);
        write(new Content(all, now.weighed()));
      }
    }
  }

  /** Keeps what a model's tensors held. */
  void weighed(String folder, String format, long bytes) throws IOException {
    synchronized (LOCK) {
      Content now = read();
      Map<String, Long> all = new HashMap<>(now.weighed());
      all.put(folder + "|" + format, bytes);
      write(new Content(now.guesses(), all));
    }
  }

  private void write(Content content) throws IOException {
    AtomicFile.write(file, Wire.bytes(Content.class, content));
  }
}
