package tunebench.service.work;

import java.nio.file.Files;
import java.nio.file.Path;
import tunebench.BadInputException;
import tunebench.run.Checkpoint;
import tunebench.run.RunRecord;

/** Finds adapters: of a run, imported, or in any folder. */
final class Adapters {
  private Adapters() {}

  /**
   * The folder of an adapter.
   *
   * @param name id of a run or an import, or a folder
   * @param which {@code best} or {@code last}, of a run's checkpoints
   */
  static Path folder(Engine engine, String name, String which) {
    Path imported = engine.home().adapters().resolve(name.replaceAll("[/\\\\]", "_"));
    if (Files.isDirectory(imported)) {
      return imported;
    }
    Path anywhere = Path.of(name);
    if (Files.isRegularFile(anywhere.resolve("adapter_config.json"))) {
      return anywhere;
    }
    return ofRun(engine.store().get(name), which);
  }

  static Path ofRun(RunRecord run, String which) {
    if (run.checkpoints().isEmpty()) {
      throw new BadInputException(
          "Run \"%s\" has saved no adapter yet.".formatted(run.summary().name()));
    }
    Checkpoint last = run.checkpoints().getLast();
    Checkpoint chosen =
        which.equals("best")
            ? run.checkpoints().stream().filter(Checkpoint::best).findFirst().orElse(last)
            : last;
    return Path.of(chosen.folder());
  }
}
