package tunebench.llama;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiFunction;
import tunebench.nn.Embedding;
import tunebench.nn.Projection;
import tunebench.nn.RmsNorm;
import tunebench.tensor.Dtype;

/**
 * What a decoder is put together from.
 *
 * @param projections by module path, such as {@code model.layers.0.self_attn.q_proj}
 * @param norms by module path
 * @param output hidden -> vocabulary
 * @param compute dtype of the residual stream
 */
public record Parts(
    Map<String, Projection> projections,
    Map<String, RmsNorm> norms,
    Embedding embedding,
    Projection output,
    Dtype compute) {

  /** The same parts with every decoder projection replaced, as adapters do. */
  public Parts wrap(BiFunction<String, Projection, Projection> wrapper) {
    Map<String, Projection> wrapped = new LinkedHashMap<>(projections);
    wrapped.replaceAll(wrapper);
    return new Parts(wrapped, norms, embedding, output, compute);
  }

  /** The same parts with another embedding and output layer. */
  public Parts withEnds(Embedding first, Projection last) {
    return new Parts(projections, norms, first, last, compute);
  }

  /** The projection at a path. */
  public Projection projection(String module) {
    Projection found = projections.get(module);
    if (found == null) {
      throw new IllegalStateException("no projection " + module);
    }
    return found;
  }

  /** The norm at a path. */
  public RmsNorm norm(String module) {
    RmsNorm found = norms.get(module);
    if (found == null) {
      throw new IllegalStateException("no norm " + module);
    }
    return found;
  }
}
