package tunebench.fused;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tunebench.llama.Parts;
import tunebench.tensor.Dtype;
import tunebench.tensor.Scope;
import tunebench.tensor.Tensors;
import tunebench.tensor.cpu.ByteRows;
import tunebench.tensor.cpu.ByteSums;
import tunebench.tensor.cpu.RowSource;
import tunebench.tensor.cpu.Rows;

/** Projections in 8 bits of one input, which is quantized once. */
final class ByteGroup {
  /** No activation reaches this. */
  private static final double NEVER = 3e38;

  private final List<ByteProjection> members;
  private final List<NDArray> columns;
  private final List<NDArray> steps;
  private final List<NDArray> zeros;
  private final List<NDArray> held;
  private final double threshold;
  private final boolean adapted;

  /** Whether the last input had outliers: the next one then is likely to have some. */
  private volatile boolean wasLoud;

  private ByteGroup(Scope scope, List<ByteProjection> members, boolean hold) {
    this.members = members;
    this.columns = members.stream().map(ByteProjection::columns).toList();
    this.steps = members.stream().map(ByteProjection::steps).toList();
    this.zeros = members.stream().map(ByteProjection::zeros).toList();
    this.held =
        hold
            ? columns.stream().map(c -> ByteProjection.SCRIPT.one(scope, "hold", c)).toList()
            : List.of();
    double first = members.getFirst().threshold();
    this.threshold = first > 0 ? first : NEVER;
    this.adapted = members.stream().anyMatch(member -> member.adapter() != null);
  }

  /**
   * The group of some of a model's projections.
   *
   * @param scope owns the scales
   * @param hold whether it also owns a copy of the codes as oneDNN wants them, made once
   */
  static ByteGroup of(Scope scope, Parts parts, boolean hold, String prefix, String... names) {
    return new ByteGroup(
        scope,
        Stream.of(names)
            .map(name -> ByteProjection.of(scope, parts.projection(prefix + name)))
            .toList(),
        hold);
  }

  /**
   * The products, one per projection; each is to be closed.
   *
   * @param scope owns what they are made of
   */
  List<ByteSums> of(Scope scope, RowSource input) {
    try (Scope step = scope.child()) {
      NDArray codes = Tensors.empty(step, Dtype.INT8, input.count(), input.columns());
      boolean likely = wasLoud;
      NDArray plain = adapted || likely ? floats(step, input) : null;
      List<NDArray> loud = new ArrayList<>();
      ByteRows quantized =
          ByteRows.of(
              input,
              threshold,
              Rows.of(codes, Dtype.INT8),
              plain == null ? null : Rows.of(plain, Dtype.FLOAT32),
              likely,
              n -> {
                loud.add(Tensors.empty(step, Dtype.FLOAT32, input.count(), n));
                return Rows.of(loud.getFirst(), Dtype.FLOAT32);
              });
      wasLoud = quantized.loud().length > 0;
      if (wasLoud) {
        loud.add(step.ints(quantized.loud(), quantized.loud().length));
      }
      NDList sums =
          ByteProjection.SCRIPT.call(scope, "products", codes, columns, steps, zeros, held, loud);
      List<ByteSums> products = new ArrayList<>();
      for (int i = 0; i < members.size(); i++) {
        ByteProjection member = members.get(i);
        products.add(
            new ByteSums(
                ByteSums.Made.of(sums.get(i)),
                quantized.steps(),
                member.bias(),
                plain == null ? null : change(scope, member, plain)));
      }
      return products;
    }
  }

  private static NDArray floats(Scope scope, RowSource input) {
    return Tensors.empty(scope, Dtype.FLOAT32, input.count(), input.columns());
  }

  private static ByteSums.@Nullable Made change(Scope scope, ByteProjection member, NDArray x) {
    var adapter = member.adapter();
    return adapter == null
        ? null
        : ByteSums.Made.of(
            ByteProjection.SCRIPT.one(
                scope,
                "change",
                x,
                adapter.update().a(),
                adapter.update().b(),
                adapter.update().scaling()));
  }
}
