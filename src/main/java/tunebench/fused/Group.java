package tunebench.fused;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tunebench.tensor.Dtype;
import tunebench.tensor.Kernels;
import tunebench.tensor.Matrix;

/**
 * Projections of one input whose outputs lie side by side: query, key and value, or gate and up, or
 * one alone.
 *
 * @param stack the adapters' a one below the other, [ranks, in]; null without adapters
 * @param blocks the adapters' b as blocks along the diagonal, [out, ranks], zero elsewhere
 * @param scaling the factor that they share
 * @param gradient their gradients likewise, float32; null where nothing learns
 */
record Group(
    GroupWeights weights,
    Kernels kernels,
    Pool pool,
    @Nullable Matrix stack,
    @Nullable Matrix blocks,
    double scaling,
    @Nullable Matrix gradient) {

  int in() {
    return weights.in();
  }

  int out() {
    return weights.out();
  }

  private List<Member> members() {
    return weights.members();
  }

  private List<LoraPart> adapters() {
    return members().stream().map(Member::lora).filter(Objects::nonNull).toList();
  }

  private List<Member> adapted() {
    return members().stream().filter(m -> m.lora() != null).toList();
  }

  boolean learns() {
    return stack != null;
  }

  /**
   * y = beta * y + the projections of x. Returns the adapters' scaled low-rank inputs, which the
   * gradient needs, or null without adapters. Where x has room beside it for those, weight and
   * adapters are one product.
   */
  @Nullable Matrix forward(Step step, Matrix x, Matrix y, double beta) {
    Matrix a = stack;
    Matrix low = null;
    if (a != null) {
      low = pool.take(x.rows(), a.rows());
      lowRank(step, x, low, a);
    }
    // Where adapters learn, their part is summed with the weights' before either is rounded.
    List<Kernels.Blocks> codes = gradient == null ? weights.codes(x.rows()) : List.of();
    if (codes.isEmpty()) {
      dense(x, low, y, beta);
    } else {
      coded(x, codes, low, y.columns(0, out()), beta != 0);
      addBiases(y);
    }
    return low;
  }

  private void addBiases(Matrix y) {
    for (Member member : members()) {
      Matrix bias = member.bias();
      if (bias != null) {
        kernels.addBias(bias, member.part(y));
      }
    }
  }

  /** The projections with the weights' codes. */
  private void coded(
      Matrix x, List<Kernels.Blocks> codes, @Nullable Matrix low, Matrix y, boolean add) {
    if (low == null) {
      kernels.blockProduct(x, codes, y, add);
      return;
    }
    // The adapters' part comes first and the weights' is added to it before that is rounded: added
    // to what is rounded already, a part far below that would be lost.
    Matrix sum = add ? pool.take(y.rows(), y.columns()) : y;
    kernels.product(low, false, Objects.requireNonNull(blocks), true, 1, 0, sum);
    kernels.blockProduct(x, codes, sum, true);
    if (add) {
      kernels.add(sum, y);
      pool.give(sum);
    }
  }

  /** The projections with dense weights, or with those in 8 bits. */
  private void dense(Matrix x, @Nullable Matrix low, Matrix y, double beta) {
    Matrix input = weights.rounds() ? rounded(x) : x;
    boolean beside = low != null && weights.madeDense() && input.hasBeside(low.columns());
    if (low != null && beside) {
      // [x, low] times [W, B] at once.
      int ranks = low.columns();
      kernels.copy(low, input.columns(in(), ranks));
      Matrix whole = weights.withB(Objects.requireNonNull(blocks));
      kernels.product(
          input.columns(0, in() + ranks), false, whole, true, 1, beta, y.columns(0, out()));
    } else {
      weights.product(input, y, beta);
    }
    if (weights.rounds()) {
      pool.give(input);
    }
    addBiases(y);
    if (low != null && !beside) {
      kernels.product(low, false, Objects.requireNonNull(blocks), true, 1, 1, y.columns(0, out()));
    }
  }

  /** The dtype in which an input serves best: as it is multiplied, unless it is rounded before. */
  Dtype inputs() {
    return weights.rounds() ? pool.dtype() : weights.products();
  }

  private Matrix rounded(Matrix x) {
    Matrix rounded = pool.take(x.rows(), in() + extra(), weights.products()).columns(0, in());
    weights.round(x, rounded);
    return rounded;
  }

  private void lowRank(Step step, Matrix x, Matrix low, Matrix a) {
    if (!drops(step)) {
      kernels.product(x, false, a, true, scaling, 0, low);
      return;
    }
    Matrix some = pool.take(x.rows(), in(), weights.products());
    for (LoraPart lora : adapters()) {
      kernels.dropout(x, lora.dropout(), step.mask(lora.number()), some, false);
      kernels.product(
          some, false, lora.a(), true, scaling, 0, low.columns(lora.from(), lora.rank()));
    }
    pool.give(some);
  }

  /** Whether dropout is at work. */
  boolean drops(Step step) {
    return step.training() && adapters().stream().anyMatch(lora -> lora.dropout() > 0);
  }

  /** Columns for the low-rank inputs beside an input; none where rows would not be whole eights. */
  int extra() {
    return stack == null || stack.rows() % 8 != 0 ? 0 : stack.rows();
  }

  /**
   * The gradient.
   *
   * @param x the input; may be null where no adapter learns, or where the input comes later and
   *     nothing drops
   * @param dy gradient of the output
   * @param dx gets the gradient of the input; null if it is not wanted
   * @param low what {@link #forward} returned; given back to the pool
   * @return where the input comes later, what {@link #gradientOfA} wants
   */
  @Nullable Matrix backward(
      Step step, @Nullable Matrix x, Matrix dy, @Nullable Matrix dx, @Nullable Matrix low) {
    Matrix a = stack;
    if (a == null) {
      if (dx != null) {
        weights.productBackward(dy, dx);
      }
      return null;
    }
    Matrix forward = Objects.requireNonNull(low);
    boolean drops = drops(step);
    boolean beside = dx != null && !drops && weights.madeDenseBackward() && dy.hasBeside(a.rows());
    Matrix back = beside ? dy.columns(out(), a.rows()) : pool.take(dy.rows(), a.rows());
    double keep = step.fresh() ? 0 : 1;
    Matrix b = Objects.requireNonNull(blocks);
    kernels.product(dy.columns(0, out()), false, b, false, scaling, 0, back);
    for (Member member : adapted()) {
      LoraPart lora = Objects.requireNonNull(member.lora());
      kernels.product(
          member.part(dy),
          true,
          forward.columns(lora.from(), lora.rank()),
          false,
          1,
          keep,
          lora.needGradientB());
    }
    if (beside) {
      // [dy, dLow] times [W; A] at once.
      Matrix whole = weights.withA(a);
      kernels.product(
          dy.columns(0, out() + a.rows()), false, whole, false, 1, 0, Objects.requireNonNull(dx));
    } else if (dx != null) {
      weights.productBackward(dy, dx);
    }
    if (drops) {
      dropped(step, Objects.requireNonNull(x), back, dx, keep);
    } else if (dx != null && !beside) {
      kernels.product(back, false, a, false, 1, 1, dx);
    }
    pool.give(forward);
    if (drops) {
      pool.give(back);
      return null;
    }
    if (x == null) {
      return back;
    }
    gradientOfA(step, x, back);
    return null;
  }

  /**
   * The gradient of the adapters' a, where {@link #backward} went without the input.
   *
   * @param back what that returned; given back to the pool if it came from there
   */
  void gradientOfA(Step step, Matrix x, Matrix back) {
    kernels.product(
        back, true, x, false, 1, step.fresh() ? 0 : 1, Objects.requireNonNull(gradient));
    if (back.column() == 0) {
      pool.give(back);
    }
  }

  private void dropped(Step step, Matrix x, Matrix back, @Nullable Matrix dx, double keep) {
    Matrix some = pool.take(x.rows(), in());
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
}
