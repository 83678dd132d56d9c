package tunebench.service.work;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tunebench.eval.NoiseFloor;
import tunebench.run.EvaluateSpec;
import tunebench.run.NoiseBand;
import tunebench.run.RunFilter;
import tunebench.run.RunKind;
import tunebench.run.RunRecord;
import tunebench.run.RunStatus;
import tunebench.run.RunSummary;
import tunebench.run.TrainSpec;
import tunebench.service.store.RunStore;

/**
 * Finds the runs that differ from one in nothing but the seed of training, and how far apart they
 * landed. A run made twice with one seed counts once: it would hide the noise.
 */
record SeedNoise(RunStore store) {
  private static final String SEED = "training.seed";

  /** What two runs must share, and the seed by which they differ. */
  private record Key(Map<String, String> settings, String seed) {}

  /** The noise floor of a run's settings; empty where they ran with one seed only. */
  Optional<NoiseBand> of(RunRecord run) {
    Key wanted = key(run);
    if (wanted == null) {
      return Optional.empty();
    }
    Map<String, RunRecord> bySeed = new LinkedHashMap<>();
    for (RunSummary line : alike(run)) {
      RunRecord other = line.id().equals(run.id()) ? run : store.get(line.id());
      Key key = key(other);
      if (key != null
          && key.settings().equals(wanted.settings())
          && other.provenance().datasetHash().equals(run.provenance().datasetHash())
          && other.provenance().modelHash().equals(run.provenance().modelHash())) {
        bySeed.putIfAbsent(key.seed(), other);
      }
    }
    List<RunRecord> runs = List.copyOf(bySeed.values());
    double[] maes = runs.stream().mapToDouble(r -> r.summary().mae()).toArray();
    if (maes.length < 2) {
      return Optional.empty();
    }
    NoiseFloor floor = NoiseFloor.of(maes);
    return Optional.of(
        new NoiseBand(
            runs.stream().map(RunRecord::id).toList(),
            floor.mean(),
            floor.difference(),
            floor.band().lo(),
            floor.band().hi()));
  }

  /** Finished runs that could be: their line in the list is the same. */
  private List<RunSummary> alike(RunRecord run) {
    RunSummary s = run.summary();
    RunFilter all =
        new RunFilter(
            "",
            Set.of(RunStatus.FINISHED),
            Set.of(s.kind()),
            List.of(),
            RunFilter.Order.NEWEST,
            0,
            Integer.MAX_VALUE);
    return store.list(all).reversed().stream()
        .filter(o -> o.model().equals(s.model()) && o.dataset().equals(s.dataset()))
        .filter(o -> o.quantization().equals(s.quantization()) && !Double.isNaN(o.mae()))
        .toList();
  }

  private @Nullable Key key(RunRecord run) {
    TrainSpec train = run.train();
    EvaluateSpec evaluate = run.evaluate();
    if (run.summary().kind() == RunKind.TRAIN && train != null) {
      return key(train, Map.of());
    }
    if (evaluate == null || evaluate.adapter().isEmpty()) {
      return null;
    }
    Map<String, String> settings = new TreeMap<>();
    Specs.flat(evaluate).forEach((name, value) -> settings.put("evaluate." + name, value));
    settings.remove("evaluate.name");
    settings.remove("evaluate.adapter");
    return trained(evaluate.adapter()).map(spec -> key(spec, settings)).orElse(null);
  }

  /** How an adapter came about, if it is a run's that is still in the store. */
  private Optional<TrainSpec> trained(String adapter) {
    try {
      return Optional.ofNullable(store.get(adapter).train());
    } catch (tunebench.BadInputException e) {
      // A folder, or an adapter that was brought in: nobody knows its seed.
      return Optional.empty();
    }
  }

  private static Key key(TrainSpec spec, Map<String, String> more) {
    Map<String, String> settings = new TreeMap<>(Specs.flat(spec));
    settings.remove("name");
    // Who is told of a run changes nothing in it.
    settings.keySet().removeIf(setting -> setting.startsWith("tracking."));
    String seed = String.valueOf(settings.remove(SEED));
    settings.putAll(more);
    return new Key(settings, seed);
  }
}
