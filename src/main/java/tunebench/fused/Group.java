package tunebench.fused;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tunebench.tensor.Kernels;
import tunebench.tensor.Matrix;

/**
 * Projections of one input whose outputs lie side by side: query, key and value, or gate and up, or
 * one alone. Weights in 4-bit blocks are made dense one below the other and multiplied at once.
 *
 * @param stack the adapters' a one below the other, [ranks, in]; null without adapters
 * @param gradient their gradients likewise, float32; null where nothing learns
 */
record Group(
    Kernels kernels,
    Pool pool,
    DenseRoom room,
    Kernels.ByteProducts bytes,
    List<Member> members,
    int in,
    @Nullable Matrix stack,
    @Nullable Matrix gradient) {

  /**
   * One projection.
   *
   * @param bias [out], or null
   * @param lora its adapter, or null
   * @param from first column of its output
   */
  record Member(Weight weight, @Nullable Matrix bias, @Nullable LoraPart lora, int from) {
    Matrix part(Matrix y) {
      return y.columns(from, weight.out());
    }
  }

  int out() {
    return members.stream().mapToInt(m -> m.weight().out()).sum();
  }

  private List<LoraPart> adapters() {
    return members.stream().map(Member::lora).filter(Objects::nonNull).toList();
  }

  private List<Member> adapted() {
    return members.stream().filter(m -> m.lora() != null).toList();
  }

  boolean learns() {
    return stack != null;
  }

  /**
   * y = beta * y + the projections of x. Returns the adapters' low-rank inputs, which the gradient
   * needs, or null without adapters.
   */
  @Nullable Matrix forward(Step step, Matrix x, Matrix y, double beta) {
    product(x, y, beta);
    for (Member member : members) {
      Matrix bias = member.bias();
      if (bias != null) {
        kernels.addBias(bias, member.part(y));
      }
    }
    Matrix a = stack;
    if (a == null) {
      return null;
    }
    Matrix low = pool.take(x.rows(), a.rows());
    lowRank(step, x, low, a);
    for (Member member : adapted()) {
      LoraPart lora = Objects.requireNonNull(member.lora());
      kernels.product(
          low.columns(lora.from(), lora.rank()),
          false,
          lora.b(),
          true,
          lora.update().scaling(),
          1,
          member.part(y));
    }
    return low;
  }

  private void lowRank(Step step, Matrix x, Matrix low, Matrix a) {
    if (!drops(step)) {
      kernels.product(x, false, a, true, 1, 0, low);
      return;
    }
    Matrix some = pool.take(x.rows(), in);
    for (LoraPart lora : adapters()) {
      kernels.dropout(x, lora.dropout(), step.mask(lora.number()), some, false);
      kernels.product(
          some, false, lora.a(), true, 1, 0, low.columns(lora.from(), lora.rank()));
    }
    pool.give(some);
  }

  private boolean drops(Step step) {
    return step.training() && adapters().stream().anyMatch(lora -> lora.dropout() > 0);
  }

  private void product(Matrix x, Matrix y, double beta) {
    Matrix whole = stacked();
    if (whole != null) {
      kernels.product(x, false, whole, true, 1, beta, y.columns(0, out()));
      return;
    }
    boolean taken = false;
    for (Member member : members) {
      if (member.weight() instanceof Weight.Int8 weight) {
        if (!taken) {
          bytes.input(x, weight.threshold());
          taken = true;
        }
        bytes.multiply(weight.bytes(), member.part(y), beta != 0);
      } else {
        kernels.product(x, false, dense(member.weight()), true, 1, beta, member.part(y));
      }
    }
  }

  /** All weights one below the other, where they are in 4-bit blocks. */
  private @Nullable Matrix stacked() {
    if (!members.stream().allMatch(m -> m.weight() instanceof Weight.Blocks)) {
      return null;
    }
    Matrix whole = room.shaped(out(), in);
    for (Member member : members) {
      Weight.Blocks weight = (Weight.Blocks) member.weight();
      kernels.dequantize(weight.blocks(), whole.rows(member.from(), weight.out()));
    }
    return whole;
  }

  private Matrix dense(Weight weight) {
    return switch (weight) {
      case Weight.Dense d -> d.matrix();
      case Weight.Blocks b -> {
        Matrix whole = room.shaped(b.out(), b.in());
        kernels.dequantize(b.blocks(), whole);
        yield whole;
      }
      case Weight.Int8 i -> throw new IllegalStateException("8 bits are never made dense");
    };
  }

  /**
   * The gradient.
   *
   * @param x the input; may be null where no adapter learns
   * @param dy gradient of the output
   * @param dx gets the gradient of the input; null if it is not wanted
   * @param low what {@link #forward} returned; given back to the pool
   */
  void backward(Step step, @Nullable Matrix x, Matrix dy, @Nullable Matrix dx, @Nullable Matrix low) {
    if (dx != null) {
      productBackward(dy, dx);
    }
    Matrix a = stack;
    if (a == null) {
      return;
    }
    Matrix inputs = Objects.requireNonNull(x);
    Matrix forward = Objects.requireNonNull(low);
    Matrix back = pool.take(dy.rows(), a.rows());
    double keep = step.fresh() ? 0 : 1;
    for (Member member : adapted()) {
      LoraPart lora = Objects.requireNonNull(member.lora());
      Matrix dLow = back.columns(lora.from(), lora.rank());
      double scaling = lora.update().scaling();
      kernels.product(member.part(dy), false, lora.b(), false, scaling, 0, dLow);
      kernels.product(
          member.part(dy),
          true,
          forward.columns(lora.from(), lora.rank()),
          false,
          scaling,
          keep,
          lora.needGradientB());
    }
    if (drops(step)) {
      dropped(step, inputs, back, dx, keep);
    } else {
      kernels.product(back, true, inputs, false, 1, keep, Objects.requireNonNull(gradient));
      if (dx != null) {
        kernels.product(back, false, a, false, 1, 1, dx);
      }
    }
    pool.give(back);
    pool.give(forward);
  }

  private void dropped(Step step, Matrix x, Matrix back, @Nullable Matrix dx, double keep) {
    Matrix some = pool.take(x.rows(), in);
    for (LoraPart lora : adapters()) {
      int seed = step.mask(lora.number());
      Matrix dLow = back.columns(lora.from(), lora.rank());
      kernels.dropout(x, lora.dropout(), seed, some, false);
      kernels.product(dLow, true, some, false, 1, keep, lora.needGradientA());
      if (dx != null) {
        kernels.product(dLow, false, lora.a(), false, 1, 0, some);
        kernels.dropout(some, lora.dropout(), seed, dx, true);
      }
    }
    pool.give(some);
  }

  private void productBackward(Matrix dy, Matrix dx) {
    Matrix whole = stacked();
    if (whole != null) {
      kernels.product(dy.columns(0, out()), false, whole, false, 1, 0, dx);
      return;
    }
    double beta = 0;
    for (Member member : members) {
      kernels.product(member.part(dy), false, dense(member.weight()), false, 1, beta, dx);
      beta = 1;
    }
  }
}
