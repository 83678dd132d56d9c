package tunebench.lora;

import ai.djl.ndarray.NDArray;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import tunebench.BadInputException;
import tunebench.nn.Projection;
import tunebench.tensor.Gradients;
import tunebench.tensor.Scope;

/**
 * Low-rank updates for some modules of a model.
 *
 * @param scope owns the weights
 * @param settings the shape
 * @param modules by module path
 */
public record Adapter(Scope scope, LoraSettings settings, Map<String, Update> modules)
    implements AutoCloseable {
  /**
   * One module's update.
   *
   * @param a [rank, in] float32
   * @param b [out, rank] float32
   * @param scaling factor on b a x
   */
  public record Update(NDArray a, NDArray b, double scaling) {
    long size() {
      return a.size() + b.size();
    }
  }

  /**
   * A fresh adapter as PEFT begins one: a uniform in +-1/sqrt(in) (He et al. with a = sqrt(5)), b
   * zero, so that at first it changes nothing.
   */
  public static Adapter fresh(
      Scope parent, LoraSettings settings, Map<String, Projection> projections, long seed) {
    Scope scope = parent.child();
    SplittableRandom random = new SplittableRandom(seed);
    Map<String, Update> modules = new LinkedHashMap<>();
    projections.forEach(
        (path, base) -> {
          if (settings.targets(path)) {
            modules.put(path, fresh(scope, settings, base, random.split()));
          }
        });
    if (modules.isEmpty()) {
      scope.close();
      throw new BadInputException(
          "The model has none of the target modules %s; see its modules with the command footprint."
              .formatted(settings.targets()));
    }
    return new Adapter(scope, settings, modules);
  }

  private static Update fresh(
      Scope scope, LoraSettings settings, Projection base, SplittableRandom random) {
    double bound = 1 / Math.sqrt(base.inFeatures());
    float[] a = new float[settings.rank() * base.inFeatures()];
    for (int i = 0; i < a.length; i++) {
      a[i] = (float) random.nextDouble(-bound, bound);
    }
    float[] b = new float[base.outFeatures() * settings.rank()];
    return new Update(
        scope.floats(a, settings.rank(), base.inFeatures()),
        scope.floats(b, base.outFeatures(), settings.rank()),
        settings.scaling());
  }

  /**
   * The projection with this adapter's update beside it, or the projection itself where there is
   * none.
   */
  public Projection wrap(String path, Projection base) {
    Update update = modules.get(path);
    if (update == null) {
      return base;
    }
    if (update.a.getShape().get(1) != base.inFeatures()
        || update.b.getShape().get(0) != base.outFeatures()) {
      throw new BadInputException(
          "The adapter's update of %s has shape %s x %s, which does not fit the model's %d x %d; it belongs to another base model."
              .formatted(
                  path,
                  update.b.getShape().get(0),
                  update.a.getShape().get(1),
                  base.outFeatures(),
                  base.inFeatures()));
    }
    return new LoraProjection(base, update.a, update.b, update.scaling, settings.dropout());
  }

  /** The update of a module that has one. */
  public Update update(String path) {
    Update update = modules.get(path);
    if (update == null) {
      throw new IllegalArgumentException("no update of " + path);
    }
    return update;
  }

  /** Makes all updates learn. */
  public Adapter trained() {
    modules.values().forEach(u -> java.util.List.of(u.a, u.b).forEach(Gradients::track));
    return this;
  }

  /** Numbers that learn. */
  public long parameters() {
    return modules.values().stream().mapToLong(Update::size).sum();
  }

  @Override
  public void close() {
    scope.close();
  }
}
