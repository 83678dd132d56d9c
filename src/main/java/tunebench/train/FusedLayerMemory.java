package tunebench.train;

/**
 * What one layer takes from the fused pass's pool and gives back, in the order and the sizes of
 * {@code FusedLayer}.
 *
 * @param last whether it is the last one
 */
record FusedLayerMemory(PoolAccount pool, FusedSizes sizes, FusedShape shape, boolean last) {

  private long rows() {
    return last ? sizes.answers() : sizes.tokens();
  }

  /** Columns of the residual stream's gradient. */
  long gradient() {
    return sizes.hidden() + FusedSizes.beside(shape.out());
  }

  /** Columns beside the gradient of a block's output, which a norm behind the block takes away. */
  private long besideOutput() {
    return sizes.gemma() ? 0 : FusedSizes.beside(shape.out());
  }

  private long mixed() {
    return sizes.queries() + FusedSizes.beside(shape.out());
  }

  private long act() {
    return sizes.inner() + FusedSizes.beside(shape.down());
  }

  /** Runs the layer. */
  void forward() {
    attention();
    pool.take(rows(), sizes.hidden());
    feedIn();
    if (sizes.gemma()) {
      pool.take(rows(), sizes.hidden());
    }
    project(rows(), shape.down(), sizes.inner());
    pool.give(rows(), act(), sizes.input());
  }

  /** Runs the layer again as far as its gradient needs it. */
  void again() {
    attention();
    feedIn();
    if (sizes.gemma() || shape.down() > 0) {
      pool.take(rows(), sizes.hidden());
      project(rows(), shape.down(), sizes.inner());
    }
    pool.give(rows(), act(), sizes.input());
  }

  /** A group of projections: its low-rank input stays, a dropped or rounded input does not. */
  private void project(long rows, long ranks, long in) {
    if (ranks > 0) {
      pool.take(rows, ranks);
      if (sizes.drops()) {
        pool.take(rows, in, sizes.multiplied());
        pool.give(rows, in, sizes.multiplied());
      }
    }
    if (sizes.rounds()) {
      pool.take(rows, in + FusedSizes.beside(ranks), sizes.multiplied());
      pool.give(rows, in + FusedSizes.beside(ranks), sizes.multiplied());
    }
  }

  private void dropped(long rows, long in) {
    if (sizes.drops()) {
      pool.take(rows, in);
      pool.give(rows, in);
    }
  }

  private void attention() {
    long beside = FusedSizes.beside(shape.first());
    pool.take(sizes.tokens(), sizes.hidden() + beside, sizes.input());
    pool.take(rows(), sizes.hidden());
    pool.take(sizes.tokens(), sizes.mixes());
    project(sizes.tokens(), shape.first(), sizes.hidden());
    pool.give(sizes.tokens(), sizes.hidden() + beside, sizes.input());
    if (sizes.headNorms()) {
      pool.take(sizes.tokens(), sizes.mixes());
    }
    pool.take(sizes.tokens(), mixed());
    pool.take(sizes.tokens(), sizes.heads(), FusedSizes.WIDE);
    if (last) {
      pool.take(sizes.answers(), mixed(), sizes.input());
    }
    if (sizes.gemma()) {
      pool.take(rows(), sizes.hidden());
    }
    project(rows(), shape.out(), sizes.queries());
    if (sizes.gemma()) {
      pool.take(rows(), sizes.hidden());
      pool.give(rows(), sizes.hidden());
    }
  }

  private void feedIn() {
    long normed = sizes.hidden() + FusedSizes.beside(shape.gates());
    pool.take(rows(), normed, sizes.input());
    pool.take(rows(), 2 * sizes.inner());
    project(rows(), shape.gates(), sizes.hidden());
    pool.give(rows(), normed, sizes.input());
    pool.take(rows(), act(), sizes.input());
  }

  /** Gives back what the gradient needs. */
  void giveSaved() {
    pool.give(sizes.tokens(), sizes.mixes());
    if (sizes.headNorms()) {
      pool.give(sizes.tokens(), sizes.mixes());
    }
    if (last) {
      pool.give(sizes.answers(), mixed(), sizes.input());
    }
    if (sizes.gemma()) {
      pool.give(rows(), sizes.hidden());
      pool.give(rows(), sizes.hidden());
    }
    pool.give(rows(), sizes.hidden());
    pool.give(rows(), 2 * sizes.inner());
    pool.give(sizes.tokens(), mixed());
    pool.give(sizes.tokens(), sizes.heads(), FusedSizes.WIDE);
  }

  /** Gives back the low-rank inputs. */
  void giveLow() {
    give(sizes.tokens(), shape.first());
    give(rows(), shape.out());
    give(rows(), shape.gates());
    give(rows(), shape.down());
  }

  private void give(long rows, long ranks) {
    if (ranks > 0) {
      pool.give(rows, ranks);
    }
  }

  /**
   * A group's gradient, after which its low-rank input is given back.
   *
   * @param room columns beside the gradient of its output, where its adapters' may lie
   */
  private void back(long rows, long ranks, long in, long room) {
    if (ranks == 0) {
      return;
    }
    boolean beside = sizes.dense() && !sizes.drops() && room >= ranks;
    if (!beside) {
      pool.take(rows, ranks);
    }
    dropped(rows, in);
    pool.give(rows, ranks);
    if (!beside) {
      pool.give(rows, ranks);
    }
  }

  /**
   * Turns the gradient of the output into that of the input.
   *
   * @param further whether the input's gradient is wanted
   */
  void backward(boolean further) {
    feedBackward();
    outBackward();
    if (last) {
      pool.take(sizes.tokens(), gradient());
      pool.give(sizes.answers(), gradient());
    }
    pool.take(sizes.tokens(), sizes.mixes() + FusedSizes.beside(shape.first()));
    pool.take(sizes.tokens(), sizes.heads(), FusedSizes.WIDE);
    pool.give(sizes.tokens(), sizes.heads(), FusedSizes.WIDE);
    pool.give(sizes.tokens(), sizes.queries());
    if (sizes.headNorms()) {
      pool.take(sizes.tokens(), sizes.queries());
      pool.give(sizes.tokens(), sizes.queries());
      pool.take(sizes.tokens(), sizes.keys());
      pool.give(sizes.tokens(), sizes.keys());
    }
    normedBackward(
        sizes.tokens(), shape.first(), further ? FusedSizes.beside(shape.first()) : 0, further);
    pool.give(sizes.tokens(), sizes.mixes() + FusedSizes.beside(shape.first()));
    giveSaved();
    if (sizes.recomputed() && shape.down() > 0 && !sizes.gemma()) {
      // Made when the layer was run again; a Gemma's is among what was saved.
      pool.give(rows(), sizes.hidden());
    }
    if (!further) {
      pool.give(sizes.tokens(), gradient());
    }
  }

  private void feedBackward() {
    long rows = rows();
    if (sizes.gemma()) {
      pool.take(rows, sizes.hidden());
    }
    pool.take(rows, sizes.inner());
    if (shape.down() > 0) {
      pool.take(rows, sizes.inner(), sizes.input());
    }
    back(rows, shape.down(), sizes.inner(), besideOutput());
    if (shape.down() > 0) {
      pool.give(rows, sizes.inner(), sizes.input());
    }
    pool.give(rows, sizes.inner());
    if (sizes.gemma()) {
      pool.give(rows, sizes.hidden());
    }
    normedBackward(rows, shape.gates(), 0, true);
  }

  /** A group behind a norm, whose output is made again where the group learns. */
  private void normedBackward(long rows, long ranks, long room, boolean further) {
    if (ranks > 0) {
      pool.take(rows, sizes.hidden(), sizes.input());
    }
    if (further) {
      pool.take(rows, sizes.hidden());
    }
    back(rows, ranks, sizes.hidden(), room);
    if (ranks > 0) {
      pool.give(rows, sizes.hidden(), sizes.input());
    }
    if (further) {
      pool.give(rows, sizes.hidden());
    }
  }

  private void outBackward() {
    long rows = rows();
    if (sizes.gemma()) {
      pool.take(rows, sizes.hidden());
    }
    pool.take(rows, sizes.queries());
    back(rows, shape.out(), sizes.queries(), besideOutput());
    if (sizes.gemma()) {
      pool.give(rows, sizes.hidden());
    }
    if (last) {
      pool.take(sizes.tokens(), sizes.queries());
      pool.give(sizes.answers(), sizes.queries());
    }
  }
}
