package tunebench.tensor.cuda;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import tunebench.tensor.Kernels.Blocks;
import tunebench.tensor.Matrix;
import tunebench.tensor.Scope;

class BlockArgumentsTest {
  private static final int COLUMNS = 256;
  private static final int FIELDS = 10;

  private static Blocks plain(Scope scope, int rows) {
    int bytes = rows * COLUMNS / 2;
    return new Blocks(
        Matrix.flat(scope.bytes(ByteBuffer.allocateDirect(bytes), bytes)),
        Matrix.flat(scope.floats(new float[rows * COLUMNS / 64], rows * COLUMNS / 64)),
        null,
        null,
        null,
        Matrix.of(scope.floats(new float[512], 256, 2)));
  }

  @Test
  void weightsLieSideBySideInWholeBlocksOfThreads() {
    BlockArguments told = new BlockArguments(MethodHandles.constant(int.class, 0));
    try (Scope scope = Scope.on(Device.cpu())) {
      Blocks first = plain(scope, 136);
      Blocks second = plain(scope, 8);
      assertThat(told.describe(List.of(first, second), COLUMNS)).isEqualTo(3);
      MemorySegment weights = told.weights();
      assertThat(row(weights, 0))
          .containsExactly(
              first.codes().pointer(),
              first.scales().pointer(),
              0,
              0,
              0,
              0,
              first.pairs().pointer(),
              136,
              0,
              0);
      assertThat(row(weights, 1)).endsWith(8, 136, 2);
      assertThat(row(weights, 2)).containsOnly(Integer.MAX_VALUE);
    }
  }

  private static long[] row(MemorySegment weights, int number) {
    return weights.asSlice(8L * FIELDS * number, 8L * FIELDS).toArray(JAVA_LONG);
  }
}
