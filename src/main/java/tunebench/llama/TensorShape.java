package tunebench.llama;

import java.util.List;

/**
 * One tensor of a checkpoint.
 *
 * @param name the name in the safetensors file
 * @param dims its axes
 * @param role what it does
 */
public record TensorShape(String name, List<Long> dims, Role role) {
  /** What a tensor does; only {@code LINEAR} ones are quantized by default. */
  public enum Role {
    EMBEDDING,
    LINEAR,
    BIAS,
    NORM,
    OUTPUT
  }

  /** Number of elements. */
  public long size() {
    return dims.stream().mapToLong(Long::longValue).reduce(1, Math::multiplyExact);
  }

  /**
   * The module's name as PEFT writes it in {@code target_modules}: the last part before {@code
   * .weight}.
   */
  public String module() {
    String path = name.substring(0, name.lastIndexOf('.'));
    return path.substring(path.lastIndexOf('.') + 1);
  }
}
