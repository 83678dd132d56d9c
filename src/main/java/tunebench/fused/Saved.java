package tunebench.fused;

import org.jspecify.annotations.Nullable;
import tunebench.tensor.Kernels;
import tunebench.tensor.Matrix;

/** What a layer's gradient needs of its forward pass. */
final class Saved {
  /** The layer's input. */
  final Matrix x;

  /** Queries, keys and values as they were mixed; and before their heads' norms, if any. */
  @Nullable Matrix qkv;

  @Nullable Matrix raw;
  Kernels.@Nullable Attended attended;

  /** Attention's output at the tokens that go on, where those are not all. */
  @Nullable Matrix taken;

  /** Output of the attention's last projection before its norm, where it has one. */
  @Nullable Matrix mixed;

  /** The residual stream between the blocks. */
  @Nullable Matrix middle;

  /** Gate and up. */
  @Nullable Matrix both;

  /** Output of the feed-forward block before its norm, where it has one. */
  @Nullable Matrix fed;

  @Nullable Matrix lowQkv;
  @Nullable Matrix lowOutput;
  @Nullable Matrix lowBoth;
  @Nullable Matrix lowDown;

  Saved(Matrix x) {
    this.x = x;
  }

  /** Gives everything but the input back; the low-rank inputs go with their gradient. */
  void give(Pool pool) {
    pool.give(qkv);
    pool.give(raw);
    pool.give(taken);
    pool.give(mixed);
    pool.give(middle);
    pool.give(both);
    pool.give(fed);
    if (attended != null) {
      pool.give(attended.out());
      pool.give(attended.logs());
    }
  }

  /** The same where no gradient follows. */
  void giveAll(Pool pool) {
    give(pool);
    pool.give(lowQkv);
    pool.give(lowOutput);
    pool.give(lowBoth);
    pool.give(lowDown);
  }
}
