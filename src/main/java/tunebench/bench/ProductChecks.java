package tunebench.bench;

import ai.djl.ndarray.NDArray;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import tunebench.tensor.Dtype;
import tunebench.tensor.Kernels;
import tunebench.tensor.Matrix;
import tunebench.tensor.Scope;
import tunebench.tensor.Tensors;

/** Products, and what makes quantized weights ready for them. */
record ProductChecks(KernelPair pair) {
  private static final int[][] SIZES = {{1, 64, 8}, {37, 200, 24}, {300, 512, 136}};

  void run() {
    for (int[] size : SIZES) {
      products(size[0], size[1], size[2]);
    }
    for (int rows : new int[] {1, 3, 67}) {
      dequantize(rows, 136, false);
      dequantize(rows, 512, true);
    }
    for (boolean nested : new boolean[] {false, true}) {
      blockProducts(1, 256, nested, 8);
      blockProducts(5, 512, nested, 136, 72);
      blockProducts(182, 1024, nested, 256, 64, 64);
      blockProducts(250, 768, nested, 200);
    }
    bytes(1, 64, 16, 0);
    bytes(37, 256, 136, 0);
    bytes(182, 512, 264, 3.2);
  }

  private void products(int m, int n, int inner) {
    for (int way = 0; way < 4; way++) {
      boolean ta = (way & 1) == 1;
      boolean tb = (way & 2) == 2;
      Matrix a = ta ? pair.normal(inner, m) : pair.normal(m, inner);
      Matrix b = tb ? pair.normal(n, inner) : pair.normal(inner, n);
      Matrix c = pair.normal(m, n);
      pair.compare(
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
    Kernels.Blocks weight = blocks(rows * columns, nested);
    String name = nested ? "dequantize, double" : "dequantize";
    pair.compare(name, rows, columns, columns, (k, y) -> k.dequantize(weight, y));
    Matrix beside = pair.normal(rows, 24);
    pair.compare(
        name + ", with gaps",
        rows,
        columns,
        columns + 24,
        (k, y) -> {
          k.dequantize(weight, y.columns(0, columns));
          k.copy(beside, y.columns(columns, 24));
        });
  }

  /** Products of weights in blocks with so many outputs, which lie side by side. */
  private void blockProducts(int n, int in, boolean nested, int... outs) {
    Matrix x = pair.normal(n, in + 8).columns(0, in);
    List<Kernels.Blocks> weights =
        Arrays.stream(outs).mapToObj(out -> blocks(out * in, nested)).toList();
    int width = Arrays.stream(outs).sum();
    Matrix before = pair.normal(n, width + 8);
    String name = "product of blocks" + (nested ? ", double" : "");
    for (boolean add : new boolean[] {false, true}) {
      pair.compare(
          name + (add ? ", added" : ""),
          n,
          in,
          width + 8,
          (k, y) -> {
            k.copy(before, y);
            k.blockProduct(x, weights, y.columns(0, width), add);
          });
    }
  }

  /** Random codes of n weights in blocks of 64, their scales in bytes where nested. */
  private Kernels.Blocks blocks(int n, boolean nested) {
    int blocks = (n + 63) / 64;
    byte[] codes = random((n + 1) / 2);
    byte[] small = random(blocks);
    return new Kernels.Blocks(
        bytes(codes),
        nested ? bytes(small) : pair.flat(blocks),
        nested ? pair.flat(256) : null,
        nested ? pair.flat((blocks + 255) / 256) : null,
        nested ? pair.flat(1) : null,
        Matrix.of(pair.scope().floats(pairs(), 256, 2)));
  }

  /** Both levels that a byte of two codes stands for. */
  private float[] pairs() {
    float[] levels = pair.numbers(16, 1);
    float[] pairs = new float[512];
    for (int i = 0; i < 256; i++) {
      pairs[2 * i] = levels[i >> 4];
      pairs[2 * i + 1] = levels[i & 15];
    }
    return pairs;
  }

  /** Products in 8 bits; with a threshold some columns are outliers. */
  private void bytes(int n, int width, int out, double threshold) {
    Scope scope = pair.scope();
    NDArray codes = scope.bytes(direct(random(out * width)), out, width);
    Kernels.Bytes weight =
        new Kernels.Bytes(
            Matrix.of(Tensors.cast(scope, codes, Dtype.INT8), Dtype.INT8), pair.flat(out));
    pair.compare("dequantize, int8", out, width, width, (k, y) -> k.dequantize(weight, y));
    Matrix x = pair.normal(n, width);
    String name = threshold > 0 ? ", outliers" : "";
    pair.compare(
        "round to int8" + name, n, width, width, (k, y) -> k.roundToBytes(x, threshold, y));
    for (boolean add : new boolean[] {false, true}) {
      Matrix before = pair.normal(scope, n, out, 20);
      pair.compare(
          "int8 product" + name,
          n,
          width,
          out,
          (k, y) -> {
            try (Scope step = scope.child()) {
              k.copy(before, y);
              Kernels.ByteProducts products = k.byteProducts(step);
              products.input(x, threshold);
              products.multiply(weight, y, add);
            }
          });
    }
  }

  private byte[] random(int count) {
    byte[] values = new byte[count];
    pair.random().nextBytes(values);
    return values;
  }

  private Matrix bytes(byte[] values) {
    return Matrix.flat(pair.scope().bytes(direct(values), values.length));
  }

  private static ByteBuffer direct(byte[] values) {
    return ByteBuffer.allocateDirect(values.length).put(values).flip();
  }
}
