package tunebench.lora;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tunebench.BadInputException;

/**
 * An adapter's shape.
 *
 * @param rank of the update
 * @param alpha the update's factor is alpha / rank
 * @param dropout share of inputs dropped in training
 * @param targets the modules that get an adapter
 * @param rankStabilised whether the factor is alpha / sqrt(rank) instead (Kalajdzievski 2023)
 * @param magnitudes whether each output has a magnitude that is trained apart from its direction
 *     (DoRA, Liu et al. 2024)
 * @param ranks of modules that have one for themselves
 * @param alphas of modules that have one for themselves
 */
public record LoraSettings(
    int rank,
    double alpha,
    double dropout,
    Targets targets,
    boolean rankStabilised,
    boolean magnitudes,
    ModuleNumbers ranks,
    ModuleNumbers alphas) {
  /** Every projection of a decoder layer, for {@code all-linear}. */
  public static final List<String> ALL =
      List.of(
          "q_proj",
          "k_proj",
          "v_proj",
          "o_proj",
          "gate_proj",
          "up_proj",
          "down_proj",
          "qkv_proj",
          "gate_up_proj");

  public LoraSettings {
    if (rank < 1 || !(alpha > 0) || !(dropout >= 0 && dropout < 1)) {
      throw new BadInputException(
          "An adapter needs --rank of at least 1, --alpha above 0 and --dropout from 0 up to 1, not %d, %s and %s."
              .formatted(rank, alpha, dropout));
    }
  }

  /** One rank and one alpha for all modules, no magnitudes. */
  public LoraSettings(
      int rank, double alpha, double dropout, List<String> targets, boolean rankStabilised) {
    this(
        rank,
        alpha,
        dropout,
        Targets.of(targets),
        rankStabilised,
        false,
        ModuleNumbers.none(),
        ModuleNumbers.none());
  }

  /**
   * Settings that say what some updates are: exactly their modules, each with its own rank and
   * alpha where they differ.
   */
  public static LoraSettings of(Map<String, Adapter.Update> modules) {
    Adapter.Update first = modules.values().iterator().next();
    double alpha = first.scaling() * first.rank();
    Map<String, Double> ranks = new TreeMap<>();
    Map<String, Double> alphas = new TreeMap<>();
    modules.forEach(
        (path, update) -> {
          if (update.rank() != first.rank()) {
            ranks.put(path, (double) update.rank());
          }
          if (update.scaling() * update.rank() != alpha) {
            alphas.put(path, update.scaling() * update.rank());
          }
        });
    return new LoraSettings(
        first.rank(),
        alpha,
        0,
        Targets.exactly(List.copyOf(modules.keySet())),
        false,
        first.magnitudes() != null,
        ModuleNumbers.of(ranks, "rank_pattern"),
        ModuleNumbers.of(alphas, "alpha_pattern"));
  }

  /** The course's: rank 32, alpha 64, dropout 0.1, on the attention's projections. */
  public static LoraSettings course() {
    return new LoraSettings(32, 64, 0.1, List.of("q_proj", "k_proj", "v_proj", "o_proj"), false);
  }

  /** The same with magnitudes: a DoRA adapter. */
  public LoraSettings withMagnitudes() {
    return new LoraSettings(rank, alpha, dropout, targets, rankStabilised, true, ranks, alphas);
  }

  /** The rank of the module at a path. */
  public int rank(String path) {
    return (int) ranks.of(path, rank);
  }

  /** The factor on the update of the module at a path. */
  public double scaling(String path) {
    double own = alphas.of(path, alpha);
    return rankStabilised ? own / Math.sqrt(rank(path)) : own / rank(path);
  }

  /**
   * Whether the module at a path such as {@code model.layers.0.self_attn.q_proj} gets an adapter.
   */
  public boolean targets(String path) {
    return targets.contains(path);
  }
}
