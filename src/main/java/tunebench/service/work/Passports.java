package tunebench.service.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tunebench.BadInputException;
import tunebench.eval.PassportMaker;
import tunebench.format.AtomicFile;
import tunebench.format.FileHash;
import tunebench.protocol.Wire;
import tunebench.run.DataChoice;
import tunebench.run.EvaluateSpec;
import tunebench.run.Passport;
import tunebench.run.PassportFile;
import tunebench.run.PassportModel;
import tunebench.run.RunRecord;
import tunebench.run.TrainSpec;
import tunebench.tensor.Devices;
import tunebench.tensor.Torch;

/** The passports of runs: written into a run's folder before it begins, read when asked for. */
record Passports(Engine engine) {
  private static final String FILE = "passport.json";

  /** Writes what a run is about to be made from. */
  void write(RunRecord run, Devices device) throws IOException {
    TrainSpec train = run.train();
    EvaluateSpec evaluate = run.evaluate();
    Passport passport;
    if (train != null) {
      passport =
          of(run, train.data(), train.model().folder(), null, train.training().seed(), device);
    } else if (evaluate != null) {
      Path adapter =
          evaluate.adapter().isEmpty()
              ? null
              : Adapters.folder(engine, evaluate.adapter(), evaluate.checkpoint());
      passport =
          of(
              run,
              evaluate.data(),
              evaluate.model().folder(),
              adapter,
              evaluate.data().seed(),
              device);
    } else {
      return;
    }
    Files.createDirectories(engine.folder(run.id()));
    AtomicFile.write(file(run.id()), Wire.bytes(Passport.class, passport));
  }

  private Passport of(
      RunRecord run,
      DataChoice data,
      String model,
      @Nullable Path adapter,
      long seed,
      Devices device)
      throws IOException {
    Map<String, String> settings = new TreeMap<>(run.settings());
    // Names and listeners change nothing, and the rows speak for the dataset.
    settings.keySet().removeIf(setting -> setting.startsWith("tracking."));
    List.of("name", "data.dataset", "model.folder", "adapter").forEach(settings::remove);
    settings.remove(run.train() == null ? "data.seed" : "training.seed");
    Map<String, String> environment = new TreeMap<>(PassportMaker.environment());
    environment.put("tunebench", Origin.VERSION);
    environment.put("libtorch", Torch.version() + " " + Torch.flavour());
    environment.put("device", device.label());
    return new Passport(
        run.id(),
        PassportMaker.data(
            engine.datasets().get(data.dataset()).info().name(), engine.datasets().split(data)),
        files(Path.of(model)),
        adapter == null ? PassportModel.none() : files(adapter),
        settings,
        seed,
        environment);
  }

  /** The files that decide what a model says; a hash is taken once as long as its file stays. */
  private static PassportModel files(Path folder) throws IOException {
    List<PassportFile> files = new ArrayList<>();
    try (Stream<Path> all = Files.list(folder)) {
      for (Path file : all.filter(FileHash::decides).sorted().toList()) {
        files.add(
            new PassportFile(
                String.valueOf(file.getFileName()), Files.size(file), Hashes.of(file)));
      }
    }
    return new PassportModel(Origin.name(folder.toString()), files);
  }

  /**
   * A run's passport.
   *
   * @throws BadInputException if it has none
   */
  Passport read(String run) throws IOException {
    RunRecord record = engine.store().get(run);
    try {
      return Wire.read(Passport.class, Files.readAllBytes(file(run)));
    } catch (NoSuchFileException e) {
      throw new BadInputException(
          "Run \"%s\" has no passport: %s."
              .formatted(
                  record.summary().name(),
                  record.summary().started() == null
                      ? "it did not begin yet"
                      : "it began with an older Tunebench"),
          e);
    }
  }

  private Path file(String run) {
    return engine.folder(run).resolve(FILE);
  }
}
