package tunebench.tensor.cpu;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import tunebench.tensor.AdamWKernel;
import tunebench.tensor.Scope;

/**
 * AdamW (Loshchilov and Hutter 2019) with libtorch's order of operations, each number worked
 * through once.
 *
 * @param slots what is updated; all matrices but the copies are without gaps
 */
record CpuAdamW(List<AdamWKernel.Slot> slots) implements AdamWKernel {
  /** Keeps a gradient of zeros from being divided by its norm; libtorch's own. */
  private static final float TINY = 1e-6f;

  CpuAdamW {
    slots = List.copyOf(slots);
  }

  @Override
  public NDArray step(Scope scope, AdamWKernel.Rates rates) {
    double[] squares = new double[slots.size()];
    each(i -> squares[i] = squares(Rows.of(slots.get(i).gradient())));
    float norm = (float) Math.sqrt(Arrays.stream(squares).sum());
    if (norm < Float.POSITIVE_INFINITY) {
      float factor = (float) Math.min(rates.largestNorm() / (norm + TINY), 1);
      Update update = Update.of(rates, factor);
      each(i -> update(slots.get(i), update));
    }
    return scope.floats(new float[] {norm}, 1);
  }

  /** Does something for each slot, several at a time. */
  private void each(IntConsumer work) {
    int most =
        slots.stream().mapToInt(s -> s.gradient().rows() * s.gradient().columns()).max().orElse(0);
    Team.rows(slots.size(), most, (from, to) -> IntStream.range(from, to).forEach(work));
  }

  private static double squares(Rows gradient) {
    Scratch s = Scratch.of(gradient.columns());
    double sum = 0;
    for (int row = 0; row < gradient.count(); row++) {
      gradient.read(row, s.x, s);
      sum += Vectors.squares(s.x, gradient.columns());
    }
    return sum;
  }

  private static void update(AdamWKernel.Slot slot, Update update) {
    Rows copy = slot.copy() == null ? null : Rows.of(slot.copy());
    int columns = copy == null ? slot.param().columns() : copy.columns();
    int count = copy == null ? slot.param().rows() : copy.count();
    Rows param = Rows.of(slot.param()).shaped(count, columns);
    Rows first = Rows.of(slot.first()).shaped(count, columns);
    Rows second = Rows.of(slot.second()).shaped(count, columns);
    Rows gradient = Rows.of(slot.gradient()).shaped(count, columns);
    float shrink = (float) (1 - update.rate * slot.decay());
    Scratch s = Scratch.of(columns);
    float[] g = new float[columns];
    for (int row = 0; row < count; row++) {
      param.read(row, s.x, s);
      first.read(row, s.y, s);
      second.read(row, s.z, s);
      gradient.read(row, g, s);
      update.apply(s.x, g, s.y, s.z, shrink, columns);
      param.write(row, s.x, s);
      first.write(row, s.y, s);
      second.write(row, s.z, s);
      if (copy != null) {
        copy.write(row, s.x, s);
      }
    }
  }

  /** The numbers of one update. */
  private record Update(
      double rate,
      float clip,
      float rest1,
      float beta2,
      float rest2,
      float step,
      float root,
      float eps) {
    static Update of(AdamWKernel.Rates r, float clip) {
      return new Update(
          r.rate(),
          clip,
          (float) (1 - r.beta1()),
          (float) r.beta2(),
          (float) (1 - r.beta2()),
          (float) (r.rate() / (1 - Math.pow(r.beta1(), r.step()))),
          (float) Math.sqrt(1 - Math.pow(r.beta2(), r.step())),
          (float) r.eps());
    }

    void apply(float[] p, float[] g, float[] m, float[] v, float shrink, int n) {
      for (int i = 0; i < n; i++) {
        float gradient = g[i] * clip;
        float first = m[i] + rest1 * (gradient - m[i]);
        float second = v[i] * beta2 + rest2 * gradient * gradient;
        m[i] = first;
        v[i] = second;
        p[i] = p[i] * shrink - step * first / ((float) Math.sqrt(second) / root + eps);
      }
    }
  }
}
