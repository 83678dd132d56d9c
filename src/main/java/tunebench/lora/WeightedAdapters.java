package tunebench.lora;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tunebench.BadInputException;
import tunebench.tensor.Dtype;
import tunebench.tensor.Scope;

/**
 * Makes one adapter of several with weights, as PEFT's {@code add_weighted_adapter} does for plain
 * LoRA. The result's scaling is 1 (alpha is the rank); so it is for rank-stabilised adapters too,
 * where PEFT 0.21 keeps the first one's {@code use_rslora} and thereby multiplies the sum by
 * sqrt(rank).
 */
public final class WeightedAdapters {
  private final Scope scope;
  private final Combination how;
  private final List<Adapter> adapters;
  private final List<Double> weights;

  private WeightedAdapters(
      Scope scope, Combination how, List<Adapter> adapters, List<Double> weights) {
    this.scope = scope;
    this.how = how;
    this.adapters = adapters;
    this.weights = weights;
  }

  /**
   * Combines adapters of one base model. Modules that only some of them have are combined from
   * those.
   *
   * @param parent the result's scope is inside it
   * @param weights one per adapter, negative ones too
   * @throws BadInputException if an adapter has magnitudes (DoRA), for which no sum is defined, or
   *     if {@link Combination#LINEAR} meets different ranks
   */
  public static Adapter combine(
      Scope parent, Combination how, List<Adapter> adapters, List<Double> weights) {
    if (adapters.isEmpty() || adapters.size() != weights.size()) {
      throw new BadInputException(
          "There are %d adapters and %d weights; give at least one adapter, and a weight for each."
              .formatted(adapters.size(), weights.size()));
    }
    if (adapters.stream().anyMatch(adapter -> adapter.settings().magnitudes())) {
      throw new BadInputException(
          "One of the adapters is a DoRA adapter, whose update is no sum; combine plain LoRA"
              + " adapters.");
    }
    if (adapters.stream().anyMatch(adapter -> !adapter.whole().isEmpty())) {
      throw new BadInputException(
          "One of the adapters holds whole weights (modules_to_save), which are no update that"
              + " could be weighted; combine adapters without them.");
    }
    Scope scope = parent.child();
    try {
      return new WeightedAdapters(scope, how, adapters, weights).combine();
    } catch (RuntimeException e) {
      scope.close();
      throw e;
    }
  }

  private Adapter combine() {
    int rank =
        how == Combination.LINEAR
            ? commonRank()
            : adapters.stream().mapToInt(WeightedAdapters::largestRank).sum();
    Set<String> paths = new TreeSet<>();
    adapters.forEach(adapter -> paths.addAll(adapter.modules().keySet()));
    Map<String, Adapter.Update> modules = new TreeMap<>();
    for (String path : paths) {
      try (Scope step = scope.child()) {
        modules.put(path, how == Combination.LINEAR ? linear(step, path) : cat(step, path, rank));
      }
    }
    LoraSettings settings =
        new LoraSettings(
            rank,
            rank,
            adapters.getFirst().settings().dropout(),
            targets(paths),
            false,
            false,
            ModuleNumbers.none(),
            ModuleNumbers.none());
    return new Adapter(scope, settings, modules);
  }

  private int commonRank() {
    Set<Integer> ranks = new TreeSet<>();
    adapters.forEach(
        adapter -> adapter.modules().values().forEach(update -> ranks.add(update.rank())));
    if (ranks.size() != 1) {
      throw new BadInputException(
          "The linear combination needs one rank everywhere, but the adapters have the ranks %s; combine them with cat."
              .formatted(ranks));
    }
    return ranks.iterator().next();
  }

  private static int largestRank(Adapter adapter) {
    return adapter.modules().values().stream().mapToInt(Adapter.Update::rank).max().orElseThrow();
  }

  private Adapter.Update linear(Scope step, String path) {
    NDList a = new NDList();
    NDList b = new NDList();
    forEach(
        path,
        (update, factor) -> {
          double root = Math.sqrt(Math.abs(factor));
          a.add(step.keep(update.a().mul((float) Math.copySign(root, factor))));
          b.add(step.keep(update.b().mul((float) root)));
        });
    return new Adapter.Update(sum(step, a), sum(step, b), 1, null);
  }

  private NDArray sum(Scope step, NDList parts) {
    return scope.keep(step.keep(NDArrays.stack(parts)).sum(new int[] {0}));
  }

  private Adapter.Update cat(Scope step, String path, int rank) {
    NDList a = new NDList();
    NDList b = new NDList();
    forEach(
        path,
        (update, factor) -> {
          a.add(step.keep(update.a().mul((float) factor)));
          b.add(update.b());
        });
    // Modules that some adapter lacks, or has with a smaller rank, are filled up with zeros.
    long left = rank - a.stream().mapToLong(part -> part.getShape().get(0)).sum();
    if (left > 0) {
      a.add(step.zeros(Dtype.FLOAT32, left, a.head().getShape().get(1)));
      b.add(step.zeros(Dtype.FLOAT32, b.head().getShape().get(0), left));
    }
    return new Adapter.Update(
        scope.keep(NDArrays.concat(a, 0)), scope.keep(NDArrays.concat(b, 1)), 1, null);
  }

  /** An adapter's update and weight times scaling. */
  private interface Summand {
    void add(Adapter.Update update, double factor);
  }

  private void forEach(String path, Summand summand) {
    for (int i = 0; i < adapters.size(); i++) {
      Adapter.Update update = adapters.get(i).modules().get(path);
      if (update != null) {
        summand.add(update, weights.get(i) * update.scaling());
      }
    }
  }

  /** The union of the names where all adapters name their modules, else the modules themselves. */
  private Targets targets(Set<String> paths) {
    Set<String> names = new LinkedHashSet<>();
    for (Adapter adapter : adapters) {
      Targets targets = adapter.settings().targets();
      boolean plain = targets.excluded() == null && targets.layers().indexes().isEmpty();
      if (!plain || !(targets.chosen() instanceof Targets.Names named)) {
        return Targets.exactly(new ArrayList<>(paths));
      }
      names.addAll(named.names());
    }
    return Targets.exactly(new ArrayList<>(names));
  }
}
