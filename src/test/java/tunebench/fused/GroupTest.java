package tunebench.fused;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tunebench.quant.Block4;
import tunebench.quant.Block4Projection;
import tunebench.quant.Block4Tables;
import tunebench.quant.CodeBook;
import tunebench.tensor.Dtype;
import tunebench.tensor.Kernels;
import tunebench.tensor.Matrix;
import tunebench.tensor.Scope;
import tunebench.tensor.Tensors;

/** One projection in 4-bit blocks with an adapter, in bfloat16. */
class GroupTest {
  private static final int TOKENS = 1024;
  private static final int IN = 256;
  private static final int OUT = 256;
  private static final int RANK = 8;

  /** What the adapter adds to every output: far below half a step of bfloat16 there. */
  private static final float PART = 0x1p-10f;

  private final Scope scope = Scope.on(Device.cpu());
  private final TakingKernels taking = new TakingKernels(TOKENS);
  private final Kernels kernels = taking.kernels();

  @AfterEach
  void close() {
    scope.close();
  }

  /**
   * Nearly every output is so large that its bfloat16 neighbours are farther away than twice the
   * adapter's part, which a sum with something rounded before would leave out.
   */
  @ParameterizedTest
  @CsvSource({"true, 0", "true, 1", "false, 0", "false, 1"})
  void anAdaptersPartFarBelowTheWeightsIsThereInTheMean(boolean codes, double beta) {
    double mean = mean(true, codes, beta) - mean(false, codes, beta);
    assertThat(mean).isCloseTo(PART, Percentage.withPercentage(10));
    assertThat(taking.products()).isEqualTo(codes ? 2 : 0);
  }

  @ParameterizedTest
  @CsvSource({"0", "1"})
  void aGroupThatLearnsIsDense(double beta) {
    Group still = group(true);
    Group learning =
        new Group(
            still.weights(),
            kernels,
            still.pool(),
            still.stack(),
            still.blocks(),
            1,
            Matrix.of(scope.floats(new float[RANK * IN], RANK, IN)));
    mean(learning, beta, TOKENS);
    assertThat(taking.products()).isZero();
  }

  private double mean(boolean adapted, boolean codes, double beta) {
    // With more rows than are taken as codes the same are computed dense.
    return mean(group(adapted), beta, codes ? TOKENS : TOKENS + 1);
  }

  /** The mean of the first tokens' outputs. */
  private double mean(Group group, double beta, int tokens) {
    Random random = new Random(5);
    float[] numbers = normal(random, tokens * (IN + RANK), 4);
    for (int i = 0; i < numbers.length; i += IN + RANK) {
      numbers[i] = 1;
    }
    Matrix x = half(numbers, tokens, IN + RANK).columns(0, IN);
    Matrix y = half(normal(random, tokens * OUT, 4), tokens, OUT);
    long[] ids = new long[tokens];
    Step step = Packed.all(ids, new int[tokens]).step(kernels, scope, PassMode.still());
    group.forward(step, x, y, beta);
    double sum = 0;
    for (float value : Tensors.cast(scope, y.base(), Dtype.FLOAT32).toFloatArray()) {
      sum += value;
    }
    return sum / (tokens * OUT);
  }

  /** The adapter reads the first column alone, which is one everywhere. */
  private Group group(boolean adapted) {
    Pool pool = new Pool(scope, Dtype.BFLOAT16);
    pool.reserve(TOKENS + 1);
    DenseRoom room =
        new DenseRoom(
            scope, Dtype.BFLOAT16, kernels.line(), false, OUT * (IN + RANK), OUT * (IN + RANK));
    Matrix a = half(new float[RANK * IN], RANK, IN);
    a.base().set(new NDIndex("0, 0"), 1);
    float[] up = new float[OUT * RANK];
    for (int i = 0; i < up.length; i += RANK) {
      up[i] = PART;
    }
    LoraPart lora = adapted ? new LoraPart(0, a, null, null, 0, 0) : null;
    GroupWeights weights =
        new GroupWeights(
            0,
            0,
            kernels,
            room,
            kernels.byteProducts(scope),
            List.of(new Member(weight(), null, lora, 0)),
            IN,
            false);
    return new Group(
        weights, kernels, pool, adapted ? a : null, adapted ? half(up, OUT, RANK) : null, 1, null);
  }

  private Weight weight() {
    NDArray dense = scope.floats(normal(new Random(6), OUT * IN, 1.0 / 16), OUT, IN);
    Block4 blocks = Block4.encode(scope, Block4Tables.of(scope, CodeBook.NF4), dense, false);
    return Weight.of(
            new Block4Projection(blocks, null, Dtype.BFLOAT16),
            new Dtypes(Dtype.BFLOAT16, Dtype.BFLOAT16),
            false)
        .orElseThrow();
  }

  private static float[] normal(Random random, int count, double deviation) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    return values;
  }

  private Matrix half(float[] values, int rows, int columns) {
    return Matrix.of(
        Tensors.cast(scope, scope.floats(values, rows, columns), Dtype.BFLOAT16), Dtype.BFLOAT16);
  }
}
