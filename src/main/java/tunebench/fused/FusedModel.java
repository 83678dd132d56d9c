package tunebench.fused;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tunebench.llama.LanguageModel;
import tunebench.llama.ModelConfig;
import tunebench.nn.DenseEmbedding;
import tunebench.tensor.Dtype;
import tunebench.tensor.Kernels;
import tunebench.tensor.Matrix;
import tunebench.tensor.Scope;
import tunebench.tensor.cpu.CpuKernels;
import tunebench.tensor.cuda.CudaSupport;

/**
 * A decoder whose layers are run by {@link Kernels} on packed rows. Made from a composed model,
 * whose weights it shares; {@link Obstacles} says which models it can be made from.
 */
public final class FusedModel implements AutoCloseable {
  private final Scope scope;
  private final LanguageModel model;
  private final Kernels kernels;
  private final Pool pool;
  private final DenseRoom room;
  private final List<FusedLayer> layers;
  private final FusedOutput output;
  private final Adapters adapters;
  private final @Nullable Matrix table;

  private FusedModel(
      Scope scope,
      LanguageModel model,
      Kernels kernels,
      Pool pool,
      DenseRoom room,
      List<FusedLayer> layers,
      FusedOutput output,
      Adapters adapters) {
    this.scope = scope;
    this.model = model;
    this.kernels = kernels;
    this.pool = pool;
    this.room = room;
    this.layers = layers;
    this.output = output;
    this.adapters = adapters;
    this.table = table(scope, model);
  }

  /**
   * Composes.
   *
   * @param parent owns the memory for activations, one dense weight and gradients
   * @param learning whether the adapters' gradients are wanted
   */
  public static FusedModel of(
      Scope parent, LanguageModel model, Kernels kernels, boolean learning) {
    Scope scope = parent.child();
    try {
      Pool pool = new Pool(scope, model.compute());
      Adapters adapters = new Adapters(scope, Dtypes.of(model).products(), learning);
      FusedBuilder builder = new FusedBuilder(scope, model, kernels, pool, adapters, learning);
      List<FusedLayer> layers = new ArrayList<>();
      for (int i = 0; i < model.config().layers(); i++) {
        layers.add(builder.layer(i));
      }
      adapters.refresh();
      return new FusedModel(
          scope, model, kernels, pool, builder.room(), layers, builder.output(), adapters);
    } catch (RuntimeException e) {
      scope.close();
      throw e;
    }
  }

  /**
   * One for answers, on the GPU's own kernels; nothing where {@link Obstacles} has something to
   * say, and nothing on a CPU, where the composed layers are faster.
   */
  public static Optional<FusedModel> forAnswers(Scope parent, LanguageModel model) {
    return make(parent, model, false);
  }

  /** One whose adapters' gradients are wanted, on the kernels of a GPU or a CPU, likewise. */
  public static Optional<FusedModel> forTraining(Scope parent, LanguageModel model) {
    return make(parent, model, true);
  }

  private static Optional<FusedModel> make(Scope parent, LanguageModel model, boolean learning) {
    return kernels(parent, model, learning).map(kernels -> of(parent, model, kernels, learning));
  }

  /** The kernels on which a model can be run fused on a scope's device, if it can. */
  public static Optional<Kernels> kernels(Scope scope, LanguageModel model, boolean learning) {
    if (Obstacles.of(model, scope.isGpu(), learning).isPresent()) {
      return Optional.empty();
    }
    return scope.isGpu()
        ? Optional.ofNullable(CudaSupport.of(scope.device(), model.compute()).kernels())
        : CpuKernels.of(Dtypes.of(model).products());
  }

  /**
   * Whether a model of so many numbers in its matrices is small enough for a CPU to hold them dense
   * from step to step, which a plan must foresee.
   */
  public static boolean holdsDense(long numbers, Dtype products) {
    return DenseRoom.holds(numbers, products);
  }

  /** The composed model. */
  public LanguageModel model() {
    return model;
  }

  ModelConfig config() {
    return model.config();
  }

  /** The kernels that it runs on. */
  public Kernels kernels() {
    return kernels;
  }

  /** Begins a pass over so many tokens. */
  void begin(int tokens) {
    kernels.abandon();
    pool.reserve(tokens);
    room.begin();
  }

  /** Bytes that it keeps for activations between two batches; what a plan must foresee. */
  public long activationBytes() {
    return pool.bytes();
  }

  Pool pool() {
    return pool;
  }

  List<FusedLayer> layers() {
    return layers;
  }

  FusedOutput output() {
    return output;
  }

  /** The adapters' weights, in the order of the layers. */
  public List<NDArray> trained() {
    return adapters.weights();
  }

  /** Their gradients, in the same order. */
  public List<NDArray> gradients() {
    return adapters.gradients();
  }

  /** The weights' copies in the compute dtype, in the same order. */
  public List<Matrix> copies() {
    return adapters.copies();
  }

  /** Takes up what the optimizer made of the adapters' weights. */
  public void refresh() {
    adapters.refresh();
  }

  /** The first layer with an adapter; the number of layers if there is none. */
  int lowest() {
    for (int i = 0; i < layers.size(); i++) {
      if (layers.get(i).learns()) {
        return i;
      }
    }
    return layers.size();
  }

  /**
   * Embeds packed tokens, [tokens, hidden] from the pool.
   *
   * @param step owns what that takes
   */
  Matrix embed(Scope step, long... ids) {
    Matrix x = pool.take(ids.length, config().hiddenSize());
    if (table != null) {
      kernels.gather(table, Matrix.flat(step.longs(ids, ids.length)), x);
      return x;
    }
    NDList made = model.embedding().call(step, step.longs(ids, 1, ids.length));
    kernels.copy(Matrix.of(made.head(), model.compute()), x);
    kernels.settle();
    made.close();
    return x;
  }

  /** The embedding, where its rows are used as they are; a GPU's kernel does not convert them. */
  private static @Nullable Matrix table(Scope scope, LanguageModel model) {
    if (!(model.parts().embedding() instanceof DenseEmbedding dense)
        || model.config().family().isGemma()) {
      return null;
    }
    Matrix table = Matrix.of(dense.weight());
    return scope.isGpu() && table.dtype() != model.compute() ? null : table;
  }

  @Override
  public void close() {
    scope.close();
  }
}
