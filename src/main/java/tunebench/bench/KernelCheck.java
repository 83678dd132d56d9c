package tunebench.bench;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tunebench.tensor.Dtype;
import tunebench.tensor.Kernels;
import tunebench.tensor.Kernels.Activation;
import tunebench.tensor.Matrix;
import tunebench.tensor.Scope;
import tunebench.tensor.Tensors;

/**
 * Holds one set of kernels against another on random inputs, with outputs poisoned before and sizes
 * that fill no block. The distance is |found - wanted| / |wanted|.
 */
public final class KernelCheck {
  /** Bfloat16 keeps eight bits: one rounding is at most 2^-8 of a number. */
  private static final double LARGEST = 6e-3;

  private final Scope scope;
  private final Kernels tested;
  private final Kernels reference;
  private final Dtype compute;
  private final Random random = new Random(11);
  private final List<Finding> findings = new ArrayList<>();

  /** How far apart two kernels are. */
  public record Finding(String kernel, String size, double distance) {
    /** Whether that is rounding. */
    public boolean agrees() {
      return distance <= LARGEST;
    }
  }

  /**
   * Sets up.
   *
   * @param scope on the device to test
   */
  public KernelCheck(Scope scope, Kernels tested, Kernels reference, Dtype compute) {
    this.scope = scope;
    this.tested = tested;
    this.reference = reference;
    this.compute = compute;
  }

  /** Compares all. */
  public List<Finding> run() {
    for (int[] size : new int[][] {{1, 64}, {37, 256}, {182, 4096}, {131, 1352}, {5, 9216}}) {
      rows(size[0], size[1]);
    }
    for (int[] size : new int[][] {{1, 64, 8}, {37, 200, 24}, {300, 512, 136}}) {
      products(size[0], size[1], size[2]);
    }
    for (int weights : new int[] {1, 3, 67}) {
      dequantize(weights, 136, false);
      dequantize(weights, 512, true);
    }
    bytes(1, 64, 16, 0);
    bytes(37, 256, 136, 0);
    bytes(182, 512, 264, 3.2);
    attention(new int[] {5}, 4, 2, 64, 64, 0);
    attention(new int[] {3, 182, 1, 40}, 8, 2, 128, 128, 0);
    attention(new int[] {33, 70}, 4, 4, 64, 32, 16);
    attention(new int[] {200, 65, 130}, 4, 1, 128, 128, 50);
    attention(new int[] {64, 128, 63}, 2, 2, 32, 32, 0);
    crossEntropy(3, 1000);
    crossEntropy(48, 128_256);
    return findings;
  }

  private void rows(int n, int width) {
    Matrix x = normal(n, width, 1);
    Matrix dy = normal(n, width, 1);
    Matrix weight = Matrix.flat(scope.floats(numbers(width, 1), width));
    compare(
        "rmsNorm",
        n,
        width,
        2 * width,
        (k, y) -> {
          k.rmsNorm(x, weight, 1e-5, width, y.columns(0, width), y.columns(width, width));
        });
    Matrix head = Matrix.flat(scope.floats(numbers(width / 8, 1), width / 8));
    if (width / 8 % 8 == 0) {
      compare(
          "rmsNorm of heads",
          n,
          width,
          width,
          (k, y) -> {
            k.rmsNorm(x, head, 1e-6, width / 8, y, null);
          });
      compare(
          "rmsNormBackward of heads",
          n,
          width,
          width,
          (k, y) -> {
            k.rmsNormBackward(x, head, 1e-6, width / 8, dy, y, false, null);
          });
    }
    compare(
        "rmsNormBackward",
        n,
        width,
        2 * width,
        (k, y) -> {
          Matrix dx = y.columns(0, width);
          k.copy(x, dx);
          k.rmsNormBackward(x, weight, 1e-5, width, dy, dx, true, y.columns(width, width));
        });
    int half = width / 2;
    if (half % 8 == 0) {
      for (Activation act : Activation.values()) {
        compare("gate " + act, n, width, half, (k, y) -> k.gate(x, act, y));
        Matrix d = normal(n, half, 1);
        compare(
            "gateBackward " + act,
            n,
            width,
            width,
            (k, y) -> {
              k.copy(x, y);
              k.gateBackward(y, act, d);
            });
      }
    }
    compare(
        "add",
        n,
        width,
        width,
        (k, y) -> {
          k.copy(x, y);
          k.add(dy, y);
        });
    Matrix bias = normal(1, width, 1);
    compare(
        "addBias",
        n,
        width,
        width,
        (k, y) -> {
          k.copy(x, y);
          k.addBias(bias, y);
        });
    compare(
        "dropout",
        n,
        width,
        width,
        (k, y) -> {
          k.copy(dy, y);
          k.dropout(x, 0.1, 12345, y, true);
        });
    moves(n, width, x);
    if (width % 64 == 0) {
      rotations(n, width, x);
    }
  }

  private void moves(int n, int width, Matrix x) {
    long[] rows = random.longs(n, 0, n).toArray();
    Matrix chosen = Matrix.flat(scope.longs(rows, n));
    compare("gather", n, width, width, (k, y) -> k.gather(x, chosen, y));
    int[] from = random.ints(n, -1, n).toArray();
    Matrix origin = Matrix.flat(scope.ints(from, n));
    compare("scatter", n, width, width, (k, y) -> k.scatter(x, origin, y));
  }

  private void rotations(int n, int width, Matrix x) {
    int dim = 64;
    int[] at = random.ints(n, 0, 50).toArray();
    Matrix positions = Matrix.flat(scope.ints(at, n));
    for (int turning : new int[] {0, 32, 64}) {
      int columns = Math.max(turning, 2);
      Kernels.Angles angles = new Kernels.Angles(angles(50, columns), angles(50, columns));
      for (boolean back : new boolean[] {false, true}) {
        compare(
            "rotate " + turning,
            n,
            width,
            width,
            (k, y) -> {
              k.rotate(x, y, positions, angles, dim, turning, back);
            });
      }
    }
  }

  /** Both halves of each row equal, as cosines and sines are. */
  private Matrix angles(int rows, int columns) {
    float[] values = numbers(rows * columns, 1);
    for (int i = 0; i < values.length; i++) {
      if (i % columns >= columns / 2) {
        values[i] = values[i - columns / 2];
      }
    }
    return Matrix.of(scope.floats(values, rows, columns));
  }

  private void products(int m, int n, int inner) {
    for (int way = 0; way < 4; way++) {
      boolean ta = (way & 1) == 1;
      boolean tb = (way & 2) == 2;
      Matrix a = ta ? normal(inner, m, 1) : normal(m, inner, 1);
      Matrix b = tb ? normal(n, inner, 1) : normal(inner, n, 1);
      Matrix c = normal(m, n, 1);
      compare(
          "product " + ta + tb,
          m,
          n,
          n,
          (k, y) -> {
            k.copy(c, y);
            k.product(a, ta, b, tb, 0.5, 1, y);
          });
    }
  }

  private void dequantize(int rows, int columns, boolean nested) {
    int n = rows * columns;
    int blocks = (n + 63) / 64;
    byte[] codes = new byte[(n + 1) / 2];
    random.nextBytes(codes);
    byte[] small = new byte[blocks];
    random.nextBytes(small);
    Kernels.Blocks weight =
        new Kernels.Blocks(
            bytes(codes),
            nested ? bytes(small) : Matrix.flat(scope.floats(numbers(blocks, 1), blocks)),
            nested ? Matrix.flat(scope.floats(numbers(256, 1), 256)) : null,
            nested
                ? Matrix.flat(scope.floats(numbers((blocks + 255) / 256, 1), (blocks + 255) / 256))
                : null,
            nested ? Matrix.flat(scope.floats(numbers(1, 1), 1)) : null,
            Matrix.of(scope.floats(pairs(), 256, 2)));
    String name = nested ? "dequantize, double" : "dequantize";
    compare(name, rows, columns, columns, (k, y) -> k.dequantize(weight, y));
    Matrix beside = normal(rows, 24, 1);
    compare(
        name + ", with gaps",
        rows,
        columns,
        columns + 24,
        (k, y) -> {
          k.dequantize(weight, y.columns(0, columns));
          k.copy(beside, y.columns(columns, 24));
        });
  }

  /** Products in 8 bits; with a threshold some columns are outliers. */
  private void bytes(int n, int width, int out, double threshold) {
    byte[] codes = new byte[out * width];
    random.nextBytes(codes);
    NDArray weight = Tensors.cast(scope, scope.bytes(direct(codes), out, width), Dtype.INT8);
    Kernels.Bytes bytes =
        new Kernels.Bytes(
            Matrix.of(weight, Dtype.INT8), Matrix.flat(scope.floats(numbers(out, 1), out)));
    Matrix x = normal(n, width, 1);
    for (boolean add : new boolean[] {false, true}) {
      Matrix before = normal(n, out, 20);
      compare(
          "int8 product" + (threshold > 0 ? ", outliers" : ""),
          n,
          width,
          out,
          (k, y) -> {
            try (Scope step = scope.child()) {
              k.copy(before, y);
              Kernels.ByteProducts products = k.byteProducts(step);
              products.input(x, threshold);
              products.multiply(bytes, y, add);
            }
          });
    }
  }

  private static java.nio.ByteBuffer direct(byte[] values) {
    return java.nio.ByteBuffer.allocateDirect(values.length).put(values).flip();
  }

  private float[] pairs() {
    float[] levels = numbers(16, 1);
    float[] pairs = new float[512];
    for (int i = 0; i < 256; i++) {
      pairs[2 * i] = levels[i >> 4];
      pairs[2 * i + 1] = levels[i & 15];
    }
    return pairs;
  }

  private Matrix bytes(byte[] values) {
    return Matrix.flat(scope.bytes(direct(values), values.length));
  }

  private void attention(int[] lengths, int heads, int kv, int dim, int turning, int window) {
    int[] bounds = new int[lengths.length + 1];
    for (int i = 0; i < lengths.length; i++) {
      bounds[i + 1] = bounds[i] + lengths[i];
    }
    int tokens = bounds[lengths.length];
    Matrix qkv = normal(tokens, (heads + 2 * kv) * dim, 1);
    Matrix d = normal(tokens, heads * dim, 1);
    Kernels.Packing packing =
        new Kernels.Packing(
            Matrix.flat(scope.ints(bounds, bounds.length)),
            Arrays.stream(lengths).max().orElseThrow(),
            bounds);
    Kernels.Sight sight = new Kernels.Sight(heads, kv, dim, 1 / Math.sqrt(dim), window);
    String size = Arrays.toString(lengths) + " x " + heads + "/" + kv + " x " + dim;
    int[] places = new int[tokens];
    for (int row = 0; row < lengths.length; row++) {
      for (int i = 0; i < lengths[row]; i++) {
        places[bounds[row] + i] = i;
      }
    }
    Kernels.Turn turn =
        new Kernels.Turn(
            Matrix.flat(scope.ints(places, tokens)),
            new Kernels.Angles(angles(256, turning), angles(256, turning)),
            turning);
    Function<Kernels, List<float[]>> both =
        k -> {
          try (Scope step = scope.child()) {
            Kernels.Attended out =
                new Kernels.Attended(
                    poisoned(step, tokens, heads * dim, compute),
                    poisoned(step, tokens, heads, Dtype.FLOAT32));
            k.attend(qkv, packing, sight, out.out(), out.logs());
            Matrix room = poisoned(step, tokens, heads, Dtype.FLOAT32);
            Matrix dQkv = poisoned(step, tokens, (heads + 2 * kv) * dim, compute);
            k.attendBackward(qkv, out, d, packing, sight, turn, room, dQkv);
            return List.of(values(out.out()), values(out.logs()), values(dQkv));
          }
        };
    List<float[]> found = both.apply(tested);
    List<float[]> wanted = both.apply(reference);
    String[] names = {"attention", "attention's logarithms", "attention's gradient"};
    for (int i = 0; i < names.length; i++) {
      findings.add(new Finding(names[i], size, distance(found.get(i), wanted.get(i))));
    }
  }

  private void crossEntropy(int n, int vocabulary) {
    Matrix logits = Matrix.of(scope.floats(numbers(n * vocabulary, 3), n, vocabulary));
    Matrix labels = Matrix.flat(scope.longs(random.longs(n, 0, vocabulary).toArray(), n));
    compare(
        "crossEntropy gradient",
        n,
        vocabulary,
        vocabulary,
        (k, y) -> {
          try (Scope step = scope.child()) {
            k.crossEntropy(logits, labels, 0.25, Matrix.flat(step.zeros(Dtype.FLOAT32, n)), y);
          }
        });
    List<float[]> losses = new ArrayList<>();
    for (Kernels k : List.of(tested, reference)) {
      NDArray each = scope.zeros(Dtype.FLOAT32, n);
      k.crossEntropy(logits, labels, 0.25, Matrix.flat(each), null);
      losses.add(each.toFloatArray());
    }
    findings.add(
        new Finding(
            "crossEntropy", n + " x " + vocabulary, distance(losses.get(0), losses.get(1))));
  }

  private void compare(
      String kernel, int n, int width, int columns, BiConsumer<Kernels, Matrix> work) {
    List<float[]> results = new ArrayList<>();
    for (Kernels k : List.of(tested, reference)) {
      try (Scope step = scope.child()) {
        Matrix y = poisoned(step, n, columns, compute);
        work.accept(k, y);
        results.add(values(y));
      }
    }
    findings.add(new Finding(kernel, n + " x " + width, distance(results.get(0), results.get(1))));
  }

  private static Matrix poisoned(Scope step, int rows, int columns, Dtype dtype) {
    float[] poison = new float[rows * columns];
    Arrays.fill(poison, Float.NaN);
    return Matrix.of(Tensors.cast(step, step.floats(poison, rows, columns), dtype), dtype);
  }

  private float[] values(Matrix m) {
    try (Scope step = scope.child()) {
      return Tensors.cast(step, m.base(), Dtype.FLOAT32).toFloatArray();
    }
  }

  private Matrix normal(int rows, int columns, double deviation) {
    try (Scope step = scope.child()) {
      NDArray wide = step.floats(numbers(rows * columns, deviation), rows, columns);
      return Matrix.of(Tensors.cast(scope, wide, compute), compute);
    }
  }

  private float[] numbers(int count, double deviation) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    return values;
  }

  /** A missing number anywhere makes this NaN, which agrees with nothing. */
  static double distance(float[] found, float @Nullable [] wanted) {
    double gap = 0;
    double size = 0;
    for (int i = 0; i < found.length; i++) {
      double w = wanted == null ? 0 : wanted[i];
      gap += (found[i] - w) * (found[i] - w);
      size += w * w;
    }
    return Math.sqrt(gap / Math.max(size, 1e-30));
  }
}
