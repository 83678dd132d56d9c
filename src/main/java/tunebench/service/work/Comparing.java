package tunebench.service.work;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import tunebench.run.EvaluationRow;
import tunebench.run.PairedVerdict;
import tunebench.run.Provenance;
import tunebench.run.RunComparison;
import tunebench.run.RunRecord;
import tunebench.run.SettingDifference;
import tunebench.service.store.RunStore;

/** Puts runs side by side: what differs, and which prices better on the same products. */
final class Comparing {
  private static final int ROUNDS = 2_000;
  private static final long SEED = 42;
  private static final String SET = "final";
  private static final String HIT = "GREEN";

  private final RunStore store;

  Comparing(RunStore store) {
    this.store = store;
  }

  RunComparison compare(List<String> ids) {
    List<RunRecord> runs = ids.stream().map(store::get).toList();
    List<PairedVerdict> verdicts = new ArrayList<>();
    for (RunRecord other : runs.subList(Math.min(1, runs.size()), runs.size())) {
      paired(runs.getFirst(), other).ifPresent(verdicts::add);
    }
    return new RunComparison(runs, differences(runs), verdicts);
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

  /** Pairs the rows of the same line, where both runs saw the same products. */
  private java.util.Optional<PairedVerdict> paired(RunRecord a, RunRecord b) {
    Provenance first = a.provenance();
    if (!first.datasetHash().equals(b.provenance().datasetHash())) {
      return java.util.Optional.empty();
    }
    Map<Integer, EvaluationRow> rows = new HashMap<>();
    store.rows(a.id(), SET).forEach(row -> rows.put(row.line(), row));
    List<EvaluationRow> left = new ArrayList<>();
    List<EvaluationRow> right = new ArrayList<>();
    for (EvaluationRow row : store.rows(b.id(), SET)) {
      EvaluationRow same = rows.get(row.line());
      if (same != null) {
        left.add(same);
        right.add(row);
      }
    }
    return left.isEmpty()
        ? java.util.Optional.empty()
        : java.util.Optional.of(verdict(a.id(), b.id(), left, right));
  }

  static PairedVerdict verdict(
      String a, String b, List<EvaluationRow> left, List<EvaluationRow> right) {
    int n = left.size();
    double[] differences = new double[n];
    int wins = 0;
    int losses = 0;
    int fixed = 0;
    int broken = 0;
    for (int i = 0; i < n; i++) {
      differences[i] = right.get(i).error() - left.get(i).error();
      wins += differences[i] < 0 ? 1 : 0;
      losses += differences[i] > 0 ? 1 : 0;
      boolean before = left.get(i).band().equals(HIT);
      boolean after = right.get(i).band().equals(HIT);
      fixed += after && !before ? 1 : 0;
      broken += before && !after ? 1 : 0;
    }
    double mean = Arrays.stream(differences).average().orElseThrow();
    double[] ends = interval(differences);
    return new PairedVerdict(
        a,
        b,
        n,
        left.stream().mapToDouble(EvaluationRow::error).average().orElseThrow(),
        right.stream().mapToDouble(EvaluationRow::error).average().orElseThrow(),
        mean,
        ends[0],
        ends[1],
        wins,
        n - wins - losses,
        losses,
        fixed,
        broken,
        words(mean, ends, n));
  }

  /** The percentile bootstrap of the mean difference, with a fixed seed. */
  private static double[] interval(double[] differences) {
    SplittableRandom random = new SplittableRandom(SEED);
    double[] means = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      double sum = 0;
      for (int draw = 0; draw < differences.length; draw++) {
        sum += differences[random.nextInt(differences.length)];
      }
      means[round] = sum / differences.length;
    }
    Arrays.sort(means);
    return new double[] {means[(int) (0.025 * ROUNDS)], means[(int) (0.975 * ROUNDS) - 1]};
  }

  private static String words(double mean, double[] ends, int n) {
    if (ends[0] <= 0 && ends[1] >= 0) {
      return "Cannot tell at n = %d: the difference may be nothing.".formatted(n);
    }
    return String.format(
        Locale.ROOT,
        "The second prices %s by $%.2f on %d products.",
        mean < 0 ? "better" : "worse",
        Math.abs(mean),
        n);
  }
}
