package tunebench.fused;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tunebench.llama.LanguageModel;
import tunebench.llama.ModelConfig;
import tunebench.llama.Rope;
import tunebench.lora.LoraProjection;
import tunebench.nn.GatedMlp;
import tunebench.nn.Projection;
import tunebench.nn.RmsNorm;
import tunebench.tensor.Dtype;
import tunebench.tensor.Kernels;
import tunebench.tensor.Matrix;
import tunebench.tensor.Scope;
import tunebench.tensor.Tensors;

/** Composes the layers of a {@link FusedModel}. */
final class FusedBuilder {
  /** Rows of a 4-bit output layer that are dense at a time. */
  private static final int PIECE = 16_384;

  private final Scope scope;
  private final LanguageModel model;
  private final ModelConfig config;
  private final Kernels kernels;
  private final Pool pool;
  private final Adapters adapters;
  private final Dtypes dtypes;
  private final boolean dense;
  private final DenseRoom room;
  private final Kernels.ByteProducts bytes;
  private final Map<Rope, AngleTable> angles = new HashMap<>();

  FusedBuilder(
      Scope scope,
      LanguageModel model,
      Kernels kernels,
      Pool pool,
      Adapters adapters,
      boolean learning) {
    this.scope = scope;
    this.model = model;
    this.config = model.config();
    this.dtypes = Dtypes.of(model);
    // A GPU multiplies codes of 8 bits, and makes them dense for a gradient alone.
    this.dense = learning || !scope.isGpu();
    this.kernels = kernels;
    this.pool = pool;
    this.adapters = adapters;
    this.bytes = kernels.byteProducts(scope);
    this.room =
        new DenseRoom(
            scope,
            dtypes.products(),
            kernels.line(),
            held(),
            Math.max(largest(0), outputPiece()),
            largest(1));
    scope.own(room);
  }

  /** The dense weights' room. */
  DenseRoom room() {
    return room;
  }

  /**
   * Whether weights stay dense from step to step: those of a small model on a CPU, where making
   * them so takes as long as multiplying them with a few rows.
   */
  private boolean held() {
    long numbers =
        model.parts().projections().values().stream()
            .mapToLong(p -> (long) p.inFeatures() * p.outFeatures())
            .sum();
    return !scope.isGpu() && DenseRoom.holds(numbers, dtypes.products());
  }

  /** Numbers of the largest group of 4-bit weights that has a place. */
  private long largest(int place) {
    long most = 0;
    for (int i = 0; i < config.layers(); i++) {
      List<List<String>> groups = groups(i);
      for (int n = place; n < groups.size(); n += DenseRoom.PLACES) {
        List<String> group = groups.get(n);
        long size =
            group.stream()
                    .map(path -> Dtypes.base(projection(path)))
                    .filter(this::madeDense)
                    .mapToLong(p -> (long) p.outFeatures() * p.inFeatures())
                    .sum()
                + beside(group);
        most = Math.max(most, size);
      }
    }
    return most;
  }

  private boolean madeDense(Projection base) {
    Weight weight = weight(base);
    return weight instanceof Weight.Blocks || (dense && weight instanceof Weight.Int8);
  }

  private long outputPiece() {
    Projection out = model.parts().output();
    return weight(out) instanceof Weight.Blocks
        ? (long) Math.min(PIECE, out.outFeatures()) * out.inFeatures()
        : 0;
  }

  /** Numbers of the adapters that are multiplied together with a group's weights. */
  private long beside(List<String> group) {
    int ranks = 0;
    long sides = 0;
    for (String path : group) {
      Projection projection = projection(path);
      sides += projection.outFeatures();
      ranks += projection instanceof LoraProjection lora ? lora.update().rank() : 0;
    }
    return ranks * Math.max(sides, projection(group.getFirst()).inFeatures());
  }

  private List<List<String>> groups(int layer) {
    String attention = "model.layers." + layer + ".self_attn.";
    String mlp = "model.layers." + layer + ".mlp.";
    boolean fused = config.family().fused();
    return List.of(
        (fused ? Stream.of("qkv_proj") : Stream.of("q_proj", "k_proj", "v_proj"))
            .map(attention::concat)
            .toList(),
        List.of(attention + "o_proj"),
        (fused ? Stream.of("gate_up_proj") : Stream.of("gate_proj", "up_proj"))
            .map(mlp::concat)
            .toList(),
        List.of(mlp + "down_proj"));
  }

  FusedLayer layer(int index) {
    List<List<String>> paths = groups(index);
    return new FusedLayer(
        index,
        kernels,
        pool,
        new Kernels.Sight(
            config.heads().heads(),
            config.heads().keyValueHeads(),
            config.heads().headDim(),
            config.attentionScale(),
            config.windowOf(index)),
        angles(config.ropeOf(index)),
        config.heads().rotaryDim(),
        config.family().activation() == GatedMlp.Activation.SILU
            ? Kernels.Activation.SILU
            : Kernels.Activation.GELU_TANH,
        group(index, 0, paths),
        group(index, 1, paths),
        group(index, 2, paths),
        group(index, 3, paths),
        norms("model.layers." + index + "."),
        index == config.layers() - 1);
  }

  private FusedLayer.Norms norms(String prefix) {
    boolean gemma = config.family().isGemma();
    boolean heads = config.family().normsQueriesAndKeys();
    Norm first = norm(prefix + "input_layernorm");
    Norm second = norm(prefix + "post_attention_layernorm");
    return new FusedLayer.Norms(
        first,
        gemma ? second : null,
        gemma ? norm(prefix + "pre_feedforward_layernorm") : second,
        gemma ? norm(prefix + "post_feedforward_layernorm") : null,
        heads ? norm(prefix + "self_attn.q_norm") : null,
        heads ? norm(prefix + "self_attn.k_norm") : null);
  }

  private Norm norm(String path) {
    RmsNorm norm = Objects.requireNonNull(model.parts().norms().get(path), path);
    NDArray weight = Tensors.cast(scope, norm.weight(), Dtype.FLOAT32);
    return new Norm(kernels, Matrix.flat(weight), norm.eps(), Math.toIntExact(weight.size()));
  }

  FusedOutput output() {
    return new FusedOutput(
        kernels,
        pool,
        room,
        norm("model.norm"),
        Objects.requireNonNull(weight(model.parts().output())),
        weight(model.parts().output()) instanceof Weight.Dense ? Integer.MAX_VALUE : PIECE);
  }

  private Projection projection(String path) {
    return Objects.requireNonNull(model.parts().projections().get(path), path);
  }

  private @Nullable Weight weight(Projection base) {
    return Weight.of(base, dtypes, scope.isGpu()).orElse(null);
  }

  private Group group(int layer, int which, List<List<String>> all) {
    List<String> paths = all.get(which);
    List<Projection> projections = paths.stream().map(this::projection).toList();
    int in = projections.getFirst().inFeatures();
    List<LoraProjection> loras =
        projections.stream()
            .filter(LoraProjection.class::isInstance)
            .map(LoraProjection.class::cast)
            .toList();
    int ranks = loras.stream().mapToInt(l -> l.update().rank()).sum();
    Matrix stack = ranks == 0 ? null : adapters.room(ranks, in);
    Matrix gradient = ranks == 0 ? null : adapters.gradients(ranks, in);
    int out = projections.stream().mapToInt(Projection::outFeatures).sum();
    Matrix blocks = ranks == 0 ? null : adapters.zeros(out, ranks);
    double scaling = loras.isEmpty() ? 1 : loras.getFirst().update().scaling();
    List<Member> members = new ArrayList<>();
    int from = 0;
    int rank = 0;
    for (Projection projection : projections) {
      LoraPart part = null;
      if (projection instanceof LoraProjection lora && stack != null && blocks != null) {
        part = part(lora, stack, blocks.rows(from, lora.outFeatures()), gradient, rank);
        rank += part.rank();
      }
      Projection base = Dtypes.base(projection);
      members.add(new Member(Objects.requireNonNull(weight(base)), bias(base), part, from));
      from += projection.outFeatures();
    }
    var weights =
        new GroupWeights(
            layer * all.size() + which,
            which % DenseRoom.PLACES,
            kernels,
            room,
            bytes,
            members,
            in,
            !scope.isGpu());
    return new Group(weights, kernels, pool, stack, blocks, scaling, gradient);
  }

  private @Nullable Matrix bias(Projection base) {
    NDArray bias = base.bias();
    return bias == null ? null : Matrix.flat(bias);
  }

  private LoraPart part(
      LoraProjection lora, Matrix stack, Matrix outputs, @Nullable Matrix gradient, int from) {
    NDArray a = lora.update().a();
    NDArray b = lora.update().b();
    int rank = lora.update().rank();
    Matrix copyA = stack.rows(from, rank);
    Matrix copyB = outputs.columns(from, rank);
    adapters.follow(a, copyA);
    Matrix gradientA = gradient == null ? null : gradient.rows(from, rank);
    if (gradientA != null) {
      adapters.gradient(gradientA);
    }
    adapters.follow(b, copyB);
    return new LoraPart(
        adapters.next(), copyA, gradientA, adapters.gradient(b), from, lora.dropout());
  }

  private AngleTable angles(Rope rope) {
    return angles.computeIfAbsent(
        rope, key -> new AngleTable(scope, rope, config.heads().rotaryDim(), model.compute()));
  }
}
