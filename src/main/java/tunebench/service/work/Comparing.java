package tunebench.service.work;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tunebench.eval.Comparison;
import tunebench.eval.Comparisons;
import tunebench.eval.ErrorAtlas;
import tunebench.eval.Metrics;
import tunebench.eval.Prediction;
import tunebench.eval.Quadrant;
import tunebench.run.NoiseBand;
import tunebench.run.PairedVerdict;
import tunebench.run.RunComparison;
import tunebench.run.RunKind;
import tunebench.run.RunRecord;
import tunebench.run.SettingDifference;
import tunebench.service.store.RunStore;

/** Puts runs side by side: what differs, and which prices better on the same products. */
final class Comparing {
  private final RunStore store;

  Comparing(RunStore store) {
    this.store = store;
  }

  RunComparison compare(List<String> ids) {
    List<RunRecord> runs = ids.stream().map(store::get).toList();
    NoiseBand noise = noise(runs);
    List<RunRecord> judged =
        runs.stream().filter(run -> run.summary().kind() == RunKind.EVALUATE).toList();
    if (judged.size() < 2) {
      return new RunComparison(runs, differences(runs), List.of(), "", noise);
    }
    Map<String, List<Prediction>> rows = new RowsOf(store).common(judged);
    if (rows.isEmpty()) {
      String why =
          "The evaluations share no products of the same data, so nothing can be said of which is"
              + " better.";
      return new RunComparison(runs, differences(runs), List.of(), why, noise);
    }
    Map<String, String> idOf = named(judged);
    Map<String, List<Prediction>> byName = new LinkedHashMap<>();
    idOf.forEach((name, id) -> byName.put(name, rows.getOrDefault(id, List.of())));
    Comparisons all = Comparisons.of(byName);
    List<PairedVerdict> verdicts =
        all.pairs().stream().map(pair -> verdict(pair, byName, idOf, noise)).toList();
    return new RunComparison(runs, differences(runs), verdicts, all.sentence(), noise);
  }

  /** Names for people that are all different, with the id of each. */
  private static Map<String, String> named(List<RunRecord> runs) {
    Map<String, String> named = new LinkedHashMap<>();
    for (RunRecord run : runs) {
      String name = run.summary().name();
      for (int copy = 2; named.containsKey(name); copy++) {
        name = run.summary().name() + " (" + copy + ")";
      }
      named.put(name, run.id());
    }
    return named;
  }

  /** The widest of the noise floors that the runs' settings have. */
  private @Nullable NoiseBand noise(List<RunRecord> runs) {
    NoiseBand widest = null;
    for (RunRecord run : runs) {
      NoiseBand band = new SeedNoise(store).of(run).orElse(null);
      if (band != null && (widest == null || band.difference() > widest.difference())) {
        widest = band;
      }
    }
    return widest;
  }

  private static List<SettingDifference> differences(List<RunRecord> runs) {
    List<Map<String, String>> all = runs.stream().map(Comparing::described).toList();
    TreeSet<String> names = new TreeSet<>();
    all.forEach(one -> names.addAll(one.keySet()));
    return names.stream()
        .map(
            name ->
                new SettingDifference(
                    name, all.stream().map(one -> one.getOrDefault(name, "")).toList()))
        .filter(d -> d.values().stream().distinct().count() > 1)
        .toList();
  }

  private static Map<String, String> described(RunRecord run) {
    Map<String, String> all = new HashMap<>(run.settings());
    Specs.flat(run.provenance()).forEach((name, value) -> all.put("made from." + name, value));
    return all;
  }

  private static PairedVerdict verdict(
      Comparison c,
      Map<String, List<Prediction>> rows,
      Map<String, String> idOf,
      @Nullable NoiseBand noise) {
    List<Prediction> first = rows.getOrDefault(c.first(), List.of());
    List<Prediction> second = rows.getOrDefault(c.second(), List.of());
    Map<Quadrant, Integer> counts =
        ErrorAtlas.of(c.first(), first, c.second(), second, Map.of()).counts();
    Boolean inside = noise == null ? null : noise.explains(c.mae().value());
    return new PairedVerdict(
        idOf.getOrDefault(c.first(), ""),
        idOf.getOrDefault(c.second(), ""),
        c.n(),
        Metrics.of(first).mae(),
        Metrics.of(second).mae(),
        c.mae().value(),
        c.mae().ci95().lo(),
        c.mae().ci95().hi(),
        c.rmsle().value(),
        c.rmsle().ci95().lo(),
        c.rmsle().ci95().hi(),
        c.wilcoxon().p(),
        c.wins(),
        c.ties(),
        c.losses(),
        counts.getOrDefault(Quadrant.FIXED, 0),
        counts.getOrDefault(Quadrant.BROKEN, 0),
        c.comparisons(),
        c.holm(),
        c.verdict().name(),
        c.rowsNeeded(),
        inside,
        c.sentence() + (noise == null ? "" : noiseWords(noise, Boolean.TRUE.equals(inside))));
  }

  private static String noiseWords(NoiseBand noise, boolean inside) {
    return String.format(
        Locale.ROOT,
        " The seed alone makes differences of up to $%.2f (%d seeds): this one is %s that.",
        noise.difference(),
        noise.runs().size(),
        inside ? "within" : "beyond");
  }
}
