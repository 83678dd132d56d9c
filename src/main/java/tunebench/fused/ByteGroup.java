package tunebench.fused;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tunebench.llama.Parts;
import tunebench.lora.LoraProjection;
import tunebench.tensor.Dtype;
import tunebench.tensor.Scope;
import tunebench.tensor.cpu.ByteRows;
import tunebench.tensor.cpu.ByteSums;
import tunebench.tensor.cpu.RowSource;

/** Projections in 8 bits of one input, which is quantized once. */
final class ByteGroup {
  /** No activation reaches this. */
  private static final double NEVER = 3e38;

  private static final String CODES = "codes";
  private static final String PLAIN = "plain";
  private static final String LOUD = "loud";

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
    List<NDArray> each = members.stream().map(ByteProjection::steps).toList();
    List<NDArray> nones = members.stream().map(ByteProjection::zeros).toList();
    if (hold) {
      NDList all = ByteProjection.SCRIPT.call(scope, "hold", columns, each, nones);
      this.held = List.of(all.get(0));
      this.steps = List.of(all.get(1));
      this.zeros = List.of(all.get(2));
    } else {
      this.held = List.of();
      this.steps = each;
      this.zeros = nones;
    }
    double first = members.getFirst().threshold();
    this.threshold = first > 0 ? first : NEVER;
    this.adapted = members.stream().anyMatch(member -> member.adapter() != null);
  }

  /**
   * The group of some of a model's projections.
   *
   * @param scope owns the scales
   * @param hold whether it also owns a copy of the codes as oneDNN wants them, made once and side
   *     by side, so that one product serves
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
  List<ByteSums> of(Scope scope, ByteRoom room, RowSource input) {
    int rows = input.count();
    int width = input.columns();
    boolean likely = wasLoud;
    ByteRows quantized =
        ByteRows.of(
            input,
            threshold,
            room.rows(CODES, Dtype.INT8, rows, width),
            adapted || likely ? room.rows(PLAIN, Dtype.FLOAT32, rows, width) : null,
            likely,
            n -> room.rows(LOUD, Dtype.FLOAT32, rows, width).shaped(rows, n));
    wasLoud = quantized.loud().length > 0;
    List<NDArray> loud = new ArrayList<>();
    if (wasLoud) {
      loud.add(room.array(LOUD, Dtype.FLOAT32, width));
      loud.add(scope.ints(quantized.loud(), quantized.loud().length));
    }
    NDList sums =
        ByteProjection.SCRIPT.call(
            scope,
            "products",
            room.array(CODES, Dtype.INT8, width),
            rows,
            columns,
            steps,
            zeros,
            held,
            loud);
    List<ByteSums> products = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < members.size(); i++) {
      ByteProjection member = members.get(i);
      ByteSums.Made made = ByteSums.Made.of(sums.get(held.isEmpty() ? i : 0));
      products.add(
          new ByteSums(
              held.isEmpty() ? made : made.part(from, member.out()),
              quantized.steps(),
              member.bias(),
              change(scope, member, room, rows)));
      from += member.out();
    }
    return products;
  }

  private static ByteSums.@Nullable Made change(
      Scope scope, ByteProjection member, ByteRoom room, int rows) {
    LoraProjection adapter = member.adapter();
    return adapter == null
        ? null
        : ByteSums.Made.of(
            ByteProjection.SCRIPT.one(
                scope,
                "change",
                room.array(PLAIN, Dtype.FLOAT32, adapter.inFeatures()),
                rows,
                adapter.update().a(),
                adapter.update().b(),
                adapter.update().scaling()));
  }
}
