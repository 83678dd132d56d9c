package tunebench.lora;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tunebench.BadInputException;
import tunebench.nn.Code;
import tunebench.nn.DenseEmbedding;
import tunebench.nn.DenseProjection;
import tunebench.nn.Embedding;
import tunebench.nn.Projection;
import tunebench.tensor.Dtype;
import tunebench.tensor.Gradients;
import tunebench.tensor.Scope;

/**
 * Low-rank updates for some modules of a model.
 *
 * @param scope owns the weights
 * @param settings the shape
 * @param modules by module path; the embedding's, too, has out = vocabulary and in = width
 * @param whole weights float32 that take the place of the base's, by module path: what PEFT keeps
 *     under {@code modules_to_save}. Of {@link Ends} alone
 */
public record Adapter(
    Scope scope, LoraSettings settings, Map<String, Update> modules, Map<String, NDArray> whole)
    implements AutoCloseable {

  /** An adapter that replaces no weight. */
  public Adapter(Scope scope, LoraSettings settings, Map<String, Update> modules) {
    this(scope, settings, modules, Map.of());
  }

  /**
   * One module's update.
   *
   * @param a [rank, in] float32
   * @param b [out, rank] float32
   * @param scaling factor on b a x
   * @param magnitudes [out, 1] float32 under DoRA, else null; a column, because the optimizer takes
   *     weight decay off matrices and the reference takes it off magnitudes, too
   */
  public record Update(NDArray a, NDArray b, double scaling, @Nullable NDArray magnitudes) {
    /** Size of its module's input. */
    public int inFeatures() {
      return Math.toIntExact(a.getShape().get(1));
    }

    /** Size of its module's output. */
    public int outFeatures() {
      return Math.toIntExact(b.getShape().get(0));
    }

    public int rank() {
      return Math.toIntExact(a.getShape().get(0));
    }

    /** What learns: a, b and, under DoRA, the magnitudes. */
    public List<NDArray> tensors() {
      NDArray column = magnitudes;
      return column == null ? List.of(a, b) : List.of(a, b, column);
    }

    /** The same for some of the outputs alone; the parts belong to {@code scope}. */
    public Update rows(Scope scope, long from, long count) {
      String span = "%d:%d".formatted(from, from + count);
      NDArray column = magnitudes;
      return new Update(
          a,
          scope.keep(b.get(span)),
          scaling,
          column == null ? null : scope.keep(column.get(span)));
    }

    /**
     * The weight that does what a weight and this update do; belongs to {@code scope}.
     *
     * @param weight [out, in] float32
     */
    public NDArray merge(Scope scope, NDArray weight) {
      Code code = new Code(false);
      AdaptedProjection both = on(new DenseProjection(weight, null, Dtype.FLOAT32, false), 0);
      return code.finish(both.emitWeight(code)).call(scope).head();
    }

    NDArray column() {
      return Objects.requireNonNull(magnitudes, "no DoRA update");
    }

    AdaptedProjection on(Projection base, double dropout) {
      return magnitudes == null
          ? new LoraProjection(base, this, dropout)
          : new DoraProjection(base, this, dropout);
    }
  }

  /**
   * A fresh adapter as PEFT begins one: a uniform in +-1/sqrt(in) (He et al. with a = sqrt(5)), b
   * zero and magnitudes the lengths of W's rows, so that at first it changes nothing.
   *
   * @throws BadInputException if none of the projections is a target
   */
  public static Adapter fresh(
      Scope parent, LoraSettings settings, Map<String, Projection> projections, long seed) {
    Scope scope = parent.child();
    try {
      return new Adapter(scope, settings, new FreshUpdates(scope, settings, seed).of(projections));
    } catch (RuntimeException e) {
      scope.close();
      throw e;
    }
  }

  /**
   * The projection with this adapter's update beside it, or the projection itself where there is
   * none.
   *
   * @throws BadInputException if the update has another shape than the projection
   */
  public Projection wrap(String path, Projection base) {
    Update update = modules.get(path);
    if (update == null) {
      return base;
    }
    AdapterFit.check(path, update, base.outFeatures(), base.inFeatures());
    return update.on(base, settings.dropout());
  }

  /** The output layer with what this adapter changes in it. */
  public Projection output(Projection base, Dtype compute) {
    NDArray own = whole.get(Ends.OUTPUT);
    return wrap(
        Ends.OUTPUT, own == null ? base : new DenseProjection(own, base.bias(), compute, false));
  }

  /** The embedding with what this adapter changes in it. */
  public Embedding embedding(Embedding base, Dtype compute) {
    NDArray own = whole.get(Ends.EMBEDDING);
    Embedding table = own == null ? base : new DenseEmbedding(own, compute, false);
    Update update = modules.get(Ends.EMBEDDING);
    return update == null ? table : new AdaptedEmbedding(table, update);
  }

  /** Whether it changes the embedding or the output layer. */
  public boolean changesEnds() {
    return !whole.isEmpty() || modules.keySet().stream().anyMatch(Ends::contains);
  }

  /** The update of a module that has one. */
  public Update update(String path) {
    Update update = modules.get(path);
    if (update == null) {
      throw new IllegalArgumentException("no update of " + path);
    }
    return update;
  }

  /**
   * Makes all updates learn.
   *
   * @throws BadInputException if it changes the embedding or the output layer
   */
  public Adapter trained() {
    if (changesEnds()) {
      throw new BadInputException(
          "The adapter changes the embedding or the output layer, which Tunebench prices and merges"
              + " but does not train; train an adapter of the decoder's projections.");
    }
    tensors().forEach(Gradients::track);
    return this;
  }

  /** Numbers that learn. */
  public long parameters() {
    return tensors().stream().mapToLong(NDArray::size).sum();
  }

  private List<NDArray> tensors() {
    List<NDArray> all = new ArrayList<>();
    modules.values().forEach(update -> all.addAll(update.tensors()));
    return all;
  }

  @Override
  public void close() {
    scope.close();
  }
}
