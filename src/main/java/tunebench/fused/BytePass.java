package tunebench.fused;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import tunebench.llama.KeyValueCache;
import tunebench.llama.LanguageModel;
import tunebench.llama.Rope;
import tunebench.nn.Attention;
import tunebench.nn.RotaryEmbedding;
import tunebench.tensor.CpuThreads;
import tunebench.tensor.Dtype;
import tunebench.tensor.Scope;
import tunebench.tensor.Tensors;
import tunebench.tensor.cpu.ByteSums;
import tunebench.tensor.cpu.GatedRows;
import tunebench.tensor.cpu.NormedRows;
import tunebench.tensor.cpu.PlainRows;
import tunebench.tensor.cpu.Rows;
import tunebench.tensor.cpu.Turns;

/**
 * Reads questions with weights in 8 bits on a CPU. Between two products each row is worked through
 * once: norm or gate and quantization, and at its other end scales, outliers and adapters.
 * Attention is in bfloat16, the residual stream in float32.
 */
public final class BytePass {
  /** Codes of larger models are put in order for each product; the product then takes longer. */
  private static final long HELD = 64 << 20;

  private final LanguageModel model;
  private final Attention.Shape shape;
  private final Dtype attention;
  private final List<ByteLayer> layers = new ArrayList<>();
  private final ByteRoom room;
  private final Map<Rope, Turns> turns = new HashMap<>();

  /**
   * Composes one.
   *
   * @param attention dtype in which tokens attend
   * @param held codes in bytes up to which a copy of them is held as oneDNN wants them
   */
  BytePass(Scope scope, LanguageModel model, Dtype attention, long held) {
    this.model = model;
    this.attention = attention;
    this.shape = model.config().heads();
    this.room = new ByteRoom(scope);
    long codes =
        model.parts().projections().values().stream()
            .mapToLong(p -> (long) p.inFeatures() * p.outFeatures())
            .sum();
    for (int i = 0; i < model.config().layers(); i++) {
      layers.add(ByteLayer.of(scope, model, i, codes <= held));
    }
  }

  /**
   * One for a model that {@link ByteObstacles} has nothing to say against.
   *
   * @param scope owns the scales and, of a small model, a copy of the codes
   */
  public static Optional<BytePass> of(Scope scope, LanguageModel model) {
    return ByteObstacles.of(model).isEmpty()
        ? Optional.of(new BytePass(scope, model, Dtype.BFLOAT16, HELD))
        : Optional.empty();
  }

  /**
   * What follows each question: logits [questions, vocabulary] float32, which belong to {@code
   * scope}. Behind the last layer's attention only the questions' last tokens go on.
   *
   * @param cache filled with the questions' keys and values, padded on the right; null if not
   *     wanted
   */
  public NDArray ask(Scope scope, List<int[]> questions, @Nullable KeyValueCache cache) {
    int longest = questions.stream().mapToInt(q -> q.length).max().orElseThrow();
    long[] ids = new long[questions.size() * longest];
    long[] last = new long[questions.size()];
    for (int row = 0; row < questions.size(); row++) {
      int[] question = questions.get(row);
      int from = row * longest;
      IntStream.range(0, question.length).forEach(i -> ids[from + i] = question[i]);
      last[row] = (long) from + question.length - 1;
    }
    int hidden = model.config().hiddenSize();
    return CpuThreads.suiting(
        (long) ids.length * hidden * hidden, () -> read(scope, ids, last, cache));
  }

  private NDArray read(Scope scope, long[] ids, long[] last, @Nullable KeyValueCache cache) {
    int rows = last.length;
    int longest = ids.length / rows;
    room.reserve(ids.length);
    try (Scope work = scope.child()) {
      NDArray stream = model.embed(work, work.longs(ids, rows, longest));
      NDArray chosen = work.longs(last, last.length);
      ByteSums change = null;
      for (int i = 0; i < layers.size(); i++) {
        ByteLayer layer = layers.get(i);
        boolean end = i == layers.size() - 1;
        NDArray mixed =
            attend(work, i, stream, change, rows, cache, end ? List.of(chosen) : List.of());
        if (end) {
          stream = Tensors.rows(work, stream, chosen);
        }
        change = feed(work, layer, stream, mixed);
      }
      try (ByteSums left = Objects.requireNonNull(change)) {
        left.addTo(Rows.of(stream, Dtype.FLOAT32));
      }
      return scope.keep(model.logits(work, stream));
    }
  }

  /**
   * Adds what the layer below left, and lets tokens attend.
   *
   * @param last the tokens that go on, [rows] int64, where those are not all
   * @return [tokens that go on, heads * headDim]
   */
  private NDArray attend(
      Scope work,
      int index,
      NDArray stream,
      @Nullable ByteSums change,
      int rows,
      @Nullable KeyValueCache cache,
      List<NDArray> last) {
    ByteLayer layer = layers.get(index);
    try (Scope step = work.child()) {
      Rows memory = Rows.of(stream, Dtype.FLOAT32);
      List<ByteSums> products =
          layer
              .attention()
              .of(step, room, new NormedRows(memory, change, layer.beforeAttention(), layer.eps()));
      if (change != null) {
        change.close();
      }
      int width = products.stream().mapToInt(ByteSums::columns).sum();
      NDArray qkv = room.array("heads", attention, width);
      int length = memory.count() / rows;
      turns(index, length).write(products, length, Rows.of(qkv, attention).first(memory.count()));
      if (cache != null) {
        NDList kept =
            ByteProjection.SCRIPT.call(
                work,
                "keep",
                qkv,
                rows,
                length,
                shape.heads(),
                shape.keyValueHeads(),
                shape.headDim());
        cache.put(index, kept.get(0), kept.get(1));
      }
      return ByteProjection.SCRIPT.one(
          work,
          "mix",
          qkv,
          rows,
          length,
          shape.heads(),
          shape.keyValueHeads(),
          shape.headDim(),
          model.config().attentionScale(),
          last);
    }
  }

  /** The rest of a layer, but for what it adds to the stream, which is returned. */
  private ByteSums feed(Scope work, ByteLayer layer, NDArray stream, NDArray mixed) {
    try (Scope step = work.child()) {
      ByteSums attended =
          layer.output().of(step, room, new PlainRows(Rows.of(mixed, attention))).getFirst();
      mixed.close();
      List<ByteSums> both =
          layer
              .feed()
              .of(
                  step,
                  room,
                  new NormedRows(
                      Rows.of(stream, Dtype.FLOAT32), attended, layer.beforeFeed(), layer.eps()));
      return layer.down().of(work, room, new GatedRows(both.get(0), both.get(1))).getFirst();
    }
  }

  private Turns turns(int layer, int length) {
    Rope rope = model.config().ropeOf(layer);
    Turns known = turns.get(rope);
    if (known == null || known.cosines().length < length) {
      RotaryEmbedding.Table table =
          RotaryEmbedding.table(
              rope.inverseFrequencies(shape.headDim()),
              LongStream.range(0, length).toArray(),
              rope.attentionFactor());
      known =
          Turns.of(
              shape.headDim(), shape.heads() + shape.keyValueHeads(), table.cos(), table.sin());
      turns.put(rope, known);
    }
    return known;
  }
}
