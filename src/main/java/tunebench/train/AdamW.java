package tunebench.train;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tunebench.tensor.AdamWKernel;
import tunebench.tensor.Dtype;
import tunebench.tensor.Gradients;
import tunebench.tensor.Kernels;
import tunebench.tensor.Matrix;
import tunebench.tensor.Scope;
import tunebench.tensor.Script;
import tunebench.tensor.Tensors;

/**
 * Adam with decoupled weight decay (Loshchilov and Hutter 2019) over all trained tensors at once,
 * in float32, with the gradient clipped by its norm over all of them. The arithmetic is that of
 * {@code torch.optim.AdamW} and {@code clip_grad_norm_}.
 */
public final class AdamW {
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double EPS = 1e-8;

  private final Script script = Script.resource(AdamW.class, "adamw.torch");
  private final List<Group> groups = new ArrayList<>();
  private final Scope scope;
  private final Source source;
  private final double maxNorm;
  private int steps;
  private @Nullable AdamWKernel kernel;

  /** Tensors that share a weight decay. */
  private record Group(
      List<NDArray> params,
      List<NDArray> grads,
      List<NDArray> first,
      List<NDArray> second,
      double decay) {}

  /** Where gradients and copies of what is trained lie, in its order, and who can update it. */
  private record Source(
      List<NDArray> trained,
      Supplier<List<NDArray>> gradients,
      List<Matrix> copies,
      @Nullable Kernels kernels) {}

  /**
   * Sets up.
   *
   * @param scope owns the moments
   * @param trained what to update; vectors (norms, biases) are not decayed
   * @param weightDecay share of each weight taken off per step and unit of learning rate
   * @param maxNorm limit of the gradient's norm
   */
  public AdamW(Scope scope, List<NDArray> trained, double weightDecay, double maxNorm) {
    this(
        scope,
        new Source(trained, () -> trained.stream().map(Gradients::of).toList(), List.of(), null),
        weightDecay,
        maxNorm);
  }

  /** The optimizer of what a pass trains. */
  AdamW(Scope scope, Pass pass, double weightDecay, double maxNorm) {
    this(
        scope,
        new Source(pass.trained(), pass::gradients, pass.copies(), pass.kernels()),
        weightDecay,
        maxNorm);
  }

  private AdamW(Scope scope, Source source, double weightDecay, double maxNorm) {
    this.scope = scope;
    this.source = source;
    this.maxNorm = maxNorm;
    for (boolean matrices : new boolean[] {true, false}) {
      List<NDArray> params =
          source.trained.stream().filter(p -> p.getShape().dimension() > 1 == matrices).toList();
      if (!params.isEmpty()) {
        groups.add(
            new Group(
                params,
                new ArrayList<>(),
                zeros(scope, params),
                zeros(scope, params),
                matrices ? weightDecay : 0));
      }
    }
  }

  private static List<NDArray> zeros(Scope scope, List<NDArray> like) {
    List<NDArray> zeros = new ArrayList<>();
    like.forEach(p -> zeros.add(scope.zeros(Dtype.FLOAT32, p.getShape().getShape())));
    return zeros;
  }

  /**
   * Updates every tensor from its gathered gradient. Returns the gradient's norm before clipping,
   * [1] float32 on the device, which belongs to {@code scope}.
   *
   * @param scale what the gradient is multiplied by; one that overflowed changes nothing
   */
  NDArray update(Scope scope, double learningRate, LossScale scale) {
    steps++;
    List<NDArray> all = new ArrayList<>();
    for (Group group : groups) {
      if (group.grads.isEmpty()) {
        // Gradients stay where they are once made, so their handles are fetched once.
        group.params.forEach(p -> group.grads.add(gradientOf(p)));
      }
      all.addAll(group.grads);
    }
    AdamWKernel kernel = kernel();
    if (kernel != null) {
      return kernel.step(
          scope, new AdamWKernel.Rates(learningRate, BETA1, BETA2, EPS, steps, maxNorm));
    }
    NDArray norm = script.one(scope, "norm", all, 1 / scale.factor());
    if (scale.dynamic() && !scale.accepts(norm.getFloat())) {
      steps--;
      script.call(scope, "clear", all);
      return norm;
    }
    double bias1 = 1 - Math.pow(BETA1, steps);
    double bias2 = 1 - Math.pow(BETA2, steps);
    for (Group group : groups) {
      script.call(
          scope,
          "step",
          group.params,
          group.grads,
          group.first,
          group.second,
          norm,
          maxNorm,
          1 - learningRate * group.decay,
          BETA1,
          BETA2,
          learningRate / bias1,
          Math.sqrt(bias2),
          EPS);
    }
    if (!source.copies.isEmpty()) {
      try (Scope step = scope.child()) {
        Tensors.copyAll(
            step,
            source.trained,
            source.copies.stream().map(copy -> Tensors.view(step, copy)).toList());
      }
    }
    return norm;
  }

  /** The same, waited for. */
  public double step(Scope scope, double learningRate) {
    return update(scope, learningRate, LossScale.none()).getFloat();
  }

  /** One kernel for all tensors, where there is one; made again when a checkpoint was taken up. */
  private @Nullable AdamWKernel kernel() {
    Kernels kernels = source.kernels;
    if (kernels == null || kernel != null) {
      return kernel;
    }
    List<AdamWKernel.Slot> slots = new ArrayList<>();
    for (Group group : groups) {
      for (int i = 0; i < group.params.size(); i++) {
        int place = place(group.params.get(i));
        slots.add(
            new AdamWKernel.Slot(
                Matrix.flat(group.params.get(i)),
                Matrix.flat(group.grads.get(i)),
                Matrix.flat(group.first.get(i)),
                Matrix.flat(group.second.get(i)),
                source.copies.isEmpty() ? null : source.copies.get(place),
                group.decay));
      }
    }
    kernel = kernels.optimizer(scope, slots);
    return kernel;
  }

  private NDArray gradientOf(NDArray param) {
    return source.gradients.get().get(place(param));
  }

  /** Arrays compare by content, so they are told apart by identity. */
  private int place(NDArray param) {
    for (int i = 0; i < source.trained.size(); i++) {
      if (source.trained.get(i).getUid().equals(param.getUid())) {
        return i;
      }
    }
    throw new IllegalStateException("no trained tensor");
  }

  /** Writes the moments and the number of updates. */
  public void save(Path file) throws IOException {
    OptimizerFile.write(
        file,
        scope,
        steps,
        groups.stream().flatMap(g -> g.first.stream()).toList(),
        groups.stream().flatMap(g -> g.second.stream()).toList());
  }

  /**
   * Takes up the moments that {@link #save} wrote; the next update is then what it would have been.
   *
   * @throws tunebench.BadInputException if the file belongs to another adapter
   */
  public void restore(Path file) {
    steps =
        OptimizerFile.read(
            file,
            scope,
            groups.stream().map(Group::first).toList(),
            groups.stream().map(Group::second).toList());
    kernel = null;
  }
}
