package tunebench.train;

import java.util.List;
import tunebench.llama.TensorShape;
import tunebench.lora.LoraSettings;

/**
 * Ranks of a layer's adapters by the group of projections that the fused pass runs at once, 0 where
 * a group has none.
 *
 * @param first query, key and value
 * @param out attention's output
 * @param gates gate and up
 * @param down of the feed-forward block
 */
record FusedShape(long first, long out, long gates, long down) {
  static FusedShape of(List<TensorShape> matrices, LoraSettings lora) {
    return new FusedShape(
        ranks(matrices, lora, List.of("q_proj", "k_proj", "v_proj", "qkv_proj")),
        ranks(matrices, lora, List.of("o_proj")),
        ranks(matrices, lora, List.of("gate_proj", "up_proj", "gate_up_proj")),
        ranks(matrices, lora, List.of("down_proj")));
  }

  private static long ranks(List<TensorShape> matrices, LoraSettings lora, List<String> group) {
    return matrices.stream()
        .filter(m -> group.contains(m.module()))
        .map(m -> m.name().replaceFirst("\\.weight$", ""))
        .filter(lora::targets)
        .mapToLong(lora::rank)
        .sum();
  }

  boolean learns() {
    return first + out + gates + down > 0;
  }
}
