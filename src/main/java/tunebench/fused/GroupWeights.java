package tunebench.fused;

import java.util.ArrayList;
import java.util.List;
import tunebench.tensor.Dtype;
import tunebench.tensor.Kernels;
import tunebench.tensor.Matrix;

/**
 * The weights of a group and their products, without adapters. Those that are made dense lie one
 * below the other and are multiplied at once.
 *
 * @param number tells the group from the model's others
 * @param place where in {@code room} the weights are made dense
 * @param in columns of the input that they share
 * @param dense whether weights in 8 bits are made dense for their products: on a CPU; for a
 *     gradient they always are
 */
record GroupWeights(
    int number,
    int place,
    Kernels kernels,
    DenseRoom room,
    Kernels.ByteProducts bytes,
    List<Member> members,
    int in,
    boolean dense) {

  /** Weights alone, with b, with a. */
  private static final int KINDS = 3;

  int out() {
    return members.stream().mapToInt(m -> m.weight().out()).sum();
  }

  /** The dtype in which inputs are multiplied. */
  Dtype products() {
    return room.dtype();
  }

  /** Whether all are made dense for the gradient. */
  boolean madeDenseBackward() {
    return members.stream().noneMatch(m -> m.weight() instanceof Weight.Dense);
  }

  /** Whether all are made dense for the product. */
  boolean madeDense() {
    return members.stream().allMatch(m -> m.weight() instanceof Weight.Blocks) || rounds();
  }

  /** The weights where so few rows are multiplied with their codes; none where with dense ones. */
  List<Kernels.Blocks> codes(int rows) {
    List<Kernels.Blocks> codes = new ArrayList<>();
    for (Member member : members) {
      if (!(member.weight() instanceof Weight.Blocks weight)) {
        return List.of();
      }
      codes.add(weight.blocks());
    }
    return kernels.takesBlocks(rows, in, codes) ? codes : List.of();
  }

  /** Whether inputs are rounded before they are multiplied. */
  boolean rounds() {
    return dense && members.stream().allMatch(m -> m.weight() instanceof Weight.Int8);
  }

  /** y = x as the weights in 8 bits want it. */
  void round(Matrix x, Matrix y) {
    if (!(members.getFirst().weight() instanceof Weight.Int8 weight)) {
      throw new IllegalStateException("only inputs of weights in 8 bits are rounded");
    }
    kernels.roundToBytes(x, weight.threshold(), y);
  }

  /** y = beta * y + x times the weights. */
  void product(Matrix x, Matrix y, double beta) {
    if (madeDense()) {
      kernels.product(x, false, stacked(), true, 1, beta, y.columns(0, out()));
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

  /** dx = dy times the weights, transposed. */
  void productBackward(Matrix dy, Matrix dx) {
    if (madeDenseBackward()) {
      kernels.product(dy.columns(0, out()), false, stacked(), false, 1, 0, dx);
      return;
    }
    double beta = 0;
    for (Member member : members) {
      kernels.product(member.part(dy), false, dense(member.weight()), false, 1, beta, dx);
      beta = 1;
    }
  }

  /** All weights one below the other. */
  private Matrix stacked() {
    return room.get(new DenseRoom.Need(KINDS * number, place, out(), in, this::dense, whole -> {}));
  }

  /** Dense weights and the adapters' b beside them, [out, in + ranks]. */
  Matrix withB(Matrix b) {
    int ranks = b.columns();
    return room.get(
        new DenseRoom.Need(
            KINDS * number + 1,
            place,
            out(),
            in + ranks,
            this::dense,
            whole -> kernels.copy(b, whole.columns(in, ranks))));
  }

  /** Dense weights and the adapters' a below them, [out + ranks, in]. */
  Matrix withA(Matrix a) {
    return room.get(
        new DenseRoom.Need(
            KINDS * number + 2,
            place,
            out() + a.rows(),
            in,
            this::dense,
            whole -> kernels.copy(a, whole.rows(out(), a.rows()))));
  }

  /** Makes the weights dense, one below the other from the first row and column on. */
  private void dense(Matrix whole) {
    for (Member member : members) {
      Matrix part = whole.rows(member.from(), member.weight().out()).columns(0, in);
      switch (member.weight()) {
        case Weight.Blocks b -> kernels.dequantize(b.blocks(), part);
        case Weight.Int8 i -> kernels.dequantize(i.bytes(), part);
        case Weight.Dense d -> kernels.copy(d.matrix(), part);
      }
    }
  }

  private Matrix dense(Weight weight) {
    return switch (weight) {
      case Weight.Dense d -> d.matrix();
      case Weight.Blocks b -> {
        Matrix whole = room.shaped(b.out(), b.in());
        kernels.dequantize(b.blocks(), whole);
        yield whole;
      }
      case Weight.Int8 i -> {
        Matrix whole = room.shaped(i.out(), i.in());
        kernels.dequantize(i.bytes(), whole);
        yield whole;
      }
    };
  }
}
