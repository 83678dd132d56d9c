package tunebench.lora;

import ai.djl.ndarray.NDArray;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import tunebench.BadInputException;
import tunebench.nn.Code;
import tunebench.nn.Emit;
import tunebench.nn.Projection;
import tunebench.tensor.Dtype;
import tunebench.tensor.Scope;

/** Updates as they are before any training. */
final class FreshUpdates {
  private final Scope scope;
  private final LoraSettings settings;
  private final SplittableRandom random;

  FreshUpdates(Scope scope, LoraSettings settings, long seed) {
    this.scope = scope;
    this.settings = settings;
    this.random = new SplittableRandom(seed);
  }

  Map<String, Adapter.Update> of(Map<String, Projection> projections) {
    Map<String, Adapter.Update> modules = new LinkedHashMap<>();
    projections.forEach(
        (path, base) -> {
          if (settings.targets(path)) {
            modules.put(path, update(path, base, random.split()));
          }
        });
    if (modules.isEmpty()) {
      throw new BadInputException(
          "The model has none of the target modules %s; its modules are named like %s."
              .formatted(
                  Quoted.plain(settings.targets().toString()),
                  projections.keySet().iterator().next()));
    }
    return modules;
  }

  private Adapter.Update update(String path, Projection base, SplittableRandom own) {
    int rank = settings.rank(path);
    double bound = 1 / Math.sqrt(base.inFeatures());
    float[] a = new float[rank * base.inFeatures()];
    for (int i = 0; i < a.length; i++) {
      a[i] = (float) own.nextDouble(-bound, bound);
    }
    return new Adapter.Update(
        scope.floats(a, rank, base.inFeatures()),
        scope.zeros(Dtype.FLOAT32, base.outFeatures(), rank),
        settings.scaling(path),
        settings.magnitudes() ? lengths(base) : null);
  }

  /** The length of each of W's rows, [out, 1]: with b = 0 the update then changes nothing. */
  private @Nullable NDArray lengths(Projection base) {
    Code code = new Code(false);
    String weight = code.let(Emit.cast(base.emitWeight(code), Dtype.FLOAT32));
    return code.finish(
            code.let("torch.linalg_vector_norm(%s, 2, [1], True, dtype=None)".formatted(weight)))
        .call(scope)
        .head();
  }
}
