package tunebench.hub;

import java.util.Set;

/**
 * What to look for.
 *
 * @param text in names, may be ""
 * @param tag that it must have, such as {@code qwen2}; "" for any
 * @param architectures of which it must have one; empty for any
 * @param plainWeights whether weights that are quantized already are left out
 * @param sort {@code downloads}, {@code likes} or {@code lastModified}
 * @param limit most results
 */
public record HubQuery(
    String text,
    String tag,
    Set<String> architectures,
    boolean plainWeights,
    String sort,
    int limit) {
  public HubQuery {
    architectures = Set.copyOf(architectures);
  }

  boolean takes(RepoInfo info) {
    return (architectures.isEmpty() || architectures.contains(info.architecture()))
        && (!plainWeights || info.quantization().isEmpty());
  }
}
