package tunebench.nn;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import tunebench.tensor.Script;

/**
 * A TorchScript method under construction: its statements, and the tensors that it reads besides
 * its inputs. Frozen and trainable tensors are told apart, so that the trainer finds what to
 * update. Layers of one shape emit equal text, which is compiled once.
 */
public final class Code {
  private final boolean training;
  private final StringBuilder body = new StringBuilder();
  private final List<NDArray> frozen = new ArrayList<>();
  private final List<NDArray> trainable = new ArrayList<>();
  private final Map<String, String> shared = new HashMap<>();
  private int variables;

  /**
   * Starts a method.
   *
   * @param training whether dropout is active
   */
  public Code(boolean training) {
    this.training = training;
  }

  public boolean training() {
    return training;
  }

  /** The name of the method's input number {@code index}. */
  public String input(int index) {
    return "x[" + index + "]";
  }

  /** Makes a tensor readable that no gradient is wanted for. Returns its name. */
  public String frozen(NDArray tensor) {
    frozen.add(tensor);
    return "w[" + (frozen.size() - 1) + "]";
  }

  /** Makes a tensor readable that training updates. Returns its name. */
  public String trainable(NDArray tensor) {
    trainable.add(tensor);
    return "t[" + (trainable.size() - 1) + "]";
  }

  /** Names the value of an expression. */
  public String let(String expression) {
    String name = "v" + variables++;
    line(name + " = " + expression);
    return name;
  }

  /**
   * Names the value of an expression that other projections of the same input ask for too; it is
   * computed once. Nobody may change it.
   */
  public String once(String expression) {
    return once(expression, () -> let(expression));
  }

  /** The same for a value that takes several statements, found again by {@code key}. */
  public String once(String key, Supplier<String> emit) {
    String known = shared.get(key);
    if (known == null) {
      known = emit.get();
      shared.put(key, known);
    }
    return known;
  }

  /** Adds a statement; indentation beyond the method's own is the caller's. */
  public void line(String statement) {
    body.append("    ").append(statement).append('\n');
  }

  /** Closes the method; {@code outputs} are what it returns. */
  public Function finish(String... outputs) {
    String text =
        "  def run(self: __torch__.M, x: List[Tensor], w: List[Tensor], t: List[Tensor]) ->"
            + " List[Tensor]:\n"
            + body
            + "    return ["
            + String.join(", ", outputs)
            + "]\n";
    return new Function(Script.of(text), List.copyOf(frozen), List.copyOf(trainable));
  }
}
