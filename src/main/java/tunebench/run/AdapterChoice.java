package tunebench.run;

import java.util.List;

/**
 * An adapter's shape.
 *
 * @param rank of the update
 * @param alpha its factor is alpha / rank
 * @param dropout share of inputs dropped in training, from 0 up to 1
 * @param targets module names, such as {@code q_proj}
 * @param rankStabilised whether the factor is alpha / sqrt(rank)
 */
public record AdapterChoice(
    int rank, double alpha, double dropout, List<String> targets, boolean rankStabilised) {

  public AdapterChoice {
    targets = List.copyOf(targets);
  }

  /** Rank 32, alpha 64, dropout 0.1 on the attention's projections. */
  public static AdapterChoice course() {
    return new AdapterChoice(32, 64, 0.1, List.of("q_proj", "k_proj", "v_proj", "o_proj"), false);
  }
}
