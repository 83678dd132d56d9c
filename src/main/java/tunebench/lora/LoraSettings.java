package tunebench.lora;

import java.util.List;
import tunebench.BadInputException;

/**
 * An adapter's shape.
 *
 * @param rank of the update
 * @param alpha the update's factor is alpha / rank
 * @param dropout share of inputs dropped in training
 * @param targets module names that get an adapter, such as {@code q_proj}
 * @param rankStabilised whether the factor is alpha / sqrt(rank) instead (Kalajdzievski 2023)
 */
public record LoraSettings(
    int rank, double alpha, double dropout, List<String> targets, boolean rankStabilised) {
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
    if (rank < 1 || !(alpha > 0) || dropout < 0 || dropout >= 1) {
      throw new BadInputException(
          "An adapter needs --rank of at least 1, --alpha above 0 and --dropout from 0 up to 1, not %d, %s and %s."
              .formatted(rank, alpha, dropout));
    }
    for (String target : targets) {
      if (!ALL.contains(target)) {
        throw new BadInputException(
            "--targets names \"%s\"; choose among %s.".formatted(target, String.join(", ", ALL)));
      }
    }
    targets = List.copyOf(targets);
  }

  /** The course's: rank 32, alpha 64, dropout 0.1, on the attention's projections. */
  public static LoraSettings course() {
    return new LoraSettings(32, 64, 0.1, List.of("q_proj", "k_proj", "v_proj", "o_proj"), false);
  }

  /** The factor on the update. */
  public double scaling() {
    return rankStabilised ? alpha / Math.sqrt(rank) : alpha / rank;
  }

  /**
   * Whether the module at a path such as {@code model.layers.0.self_attn.q_proj} gets an adapter.
   */
  public boolean targets(String path) {
    return targets.contains(path.substring(path.lastIndexOf('.') + 1));
  }
}
