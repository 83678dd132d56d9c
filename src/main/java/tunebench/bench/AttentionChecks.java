package tunebench.bench;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import tunebench.tensor.Dtype;
import tunebench.tensor.Kernels;
import tunebench.tensor.Matrix;
import tunebench.tensor.Scope;

/** Attention among the tokens of each packed row, forward and backward. */
record AttentionChecks(KernelPair pair) {
  private static final List<String> RESULTS =
      List.of("attention", "attention's logarithms", "attention's gradient");

  void run() {
    attention(new int[] {5}, 4, 2, 64, 64, 0);
    attention(new int[] {3, 182, 1, 40}, 8, 2, 128, 128, 0);
    attention(new int[] {33, 70}, 4, 4, 64, 32, 16);
    attention(new int[] {200, 65, 130}, 4, 1, 128, 128, 50);
    attention(new int[] {64, 128, 63}, 2, 2, 32, 32, 0);
  }

  private void attention(int[] lengths, int heads, int kv, int dim, int turning, int window) {
    Kernels.Packing packing = packing(lengths);
    int tokens = IntStream.of(lengths).sum();
    Matrix qkv = pair.normal(tokens, (heads + 2 * kv) * dim);
    Matrix d = pair.normal(tokens, heads * dim);
    Kernels.Sight sight = new Kernels.Sight(heads, kv, dim, 1 / Math.sqrt(dim), window);
    Kernels.Turn turn = turn(lengths, turning);
    List<float[]> found = run(pair.tested(), qkv, d, packing, sight, turn);
    List<float[]> wanted = run(pair.reference(), qkv, d, packing, sight, turn);
    String size = Arrays.toString(lengths) + " x " + heads + "/" + kv + " x " + dim;
    for (int i = 0; i < RESULTS.size(); i++) {
      pair.add(RESULTS.get(i), size, found.get(i), wanted.get(i));
    }
  }

  private Kernels.Packing packing(int... lengths) {
    int[] bounds = new int[lengths.length + 1];
    for (int i = 0; i < lengths.length; i++) {
      bounds[i + 1] = bounds[i] + lengths[i];
    }
    return new Kernels.Packing(
        Matrix.flat(pair.scope().ints(bounds, bounds.length)),
        Arrays.stream(lengths).max().orElseThrow(),
        bounds);
  }

  /** Each row counts its positions from 0. */
  private Kernels.Turn turn(int[] lengths, int turning) {
    int[] places = IntStream.of(lengths).flatMap(n -> IntStream.range(0, n)).toArray();
    return new Kernels.Turn(
        Matrix.flat(pair.scope().ints(places, places.length)),
        new Kernels.Angles(pair.angles(256, turning), pair.angles(256, turning)),
        turning);
  }

  /** The output, its logarithms and the gradient of the input. */
  private List<float[]> run(
      Kernels kernels,
      Matrix qkv,
      Matrix d,
      Kernels.Packing packing,
      Kernels.Sight sight,
      Kernels.Turn turn) {
    try (Scope step = pair.scope().child()) {
      Kernels.Attended out =
          new Kernels.Attended(
              KernelPair.poisoned(step, d.rows(), d.columns(), pair.compute()),
              KernelPair.poisoned(step, d.rows(), sight.heads(), Dtype.FLOAT32));
      kernels.attend(qkv, packing, sight, out.out(), out.logs());
      Matrix room = KernelPair.poisoned(step, d.rows(), sight.heads(), Dtype.FLOAT32);
      Matrix dQkv = KernelPair.poisoned(step, qkv.rows(), qkv.columns(), pair.compute());
      kernels.attendBackward(qkv, out, d, packing, sight, turn, room, dQkv);
      kernels.finish();
      return List.of(pair.values(out.out()), pair.values(out.logs()), pair.values(dQkv));
    }
  }
}
