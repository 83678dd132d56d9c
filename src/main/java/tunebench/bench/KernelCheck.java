package tunebench.bench;

import java.util.List;
import tunebench.tensor.Dtype;
import tunebench.tensor.Kernels;
import tunebench.tensor.Scope;

/**
 * Holds one set of kernels against another on random inputs, with outputs poisoned before and sizes
 * that fill no block.
 */
public final class KernelCheck {
  /** Bfloat16 keeps eight bits: one rounding is at most 2^-8 of a number. */
  private static final double LARGEST = 6e-3;

  private static final long SEED = 11;

  private final KernelPair pair;

  /**
   * How far apart two kernels are.
   *
   * @param size of the inputs
   * @param distance |found - wanted| / |wanted|
   */
  public record Finding(String kernel, String size, double distance) {
    /** Whether that is rounding. */
    public boolean agrees() {
      return distance <= LARGEST;
    }
  }

  /**
   * Sets up.
   *
   * @param scope on the device to test
   * @param compute element type of activations
   */
  public KernelCheck(Scope scope, Kernels tested, Kernels reference, Dtype compute) {
    this.pair = new KernelPair(scope, tested, reference, compute, SEED);
  }

  /** Compares all. */
  public List<Finding> run() {
    new RowChecks(pair).run();
    new ProductChecks(pair).run();
    new AttentionChecks(pair).run();
    new LossChecks(pair).run();
    return pair.findings();
  }
}
