package tunebench.launch;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tunebench.lora.LoraSettings;
import tunebench.lora.Targets;
import tunebench.train.TrainSettings;

/** Settings of a training; what is not given stays as the command's defaults have it. */
final class TrainOptions {
  @Option(names = "--rank", paramLabel = "R", description = "Rank of the adapter.")
  private @Nullable Integer rank;

  @Option(
      names = "--alpha",
      paramLabel = "A",
      description = "The update's factor is alpha / rank; usually twice the rank.")
  private @Nullable Double alpha;

  @Option(names = "--dropout", paramLabel = "P", description = "Share of inputs dropped, 0 to 1.")
  private @Nullable Double dropout;

  @Option(
      names = "--targets",
      split = ",",
      paramLabel = "NAME",
      description = "Modules that get an adapter, such as q_proj,v_proj, or all-linear.")
  private List<String> targets = List.of();

  @Option(names = "--rslora", description = "Use alpha / sqrt(rank) as the factor.")
  private boolean rankStabilised;

  @Option(
      names = "--dora",
      description = "Train a magnitude per output beside the direction (DoRA); slower.")
  private boolean magnitudes;

  @Option(names = "--epochs", paramLabel = "N", description = "Passes over the data.")
  private @Nullable Integer epochs;

  @Option(names = "--batch", paramLabel = "N", description = "Rows per device step.")
  private @Nullable Integer batch;

  @Option(names = "--accumulation", paramLabel = "N", description = "Device steps per update.")
  private @Nullable Integer accumulation;

  @Option(names = "--learning-rate", paramLabel = "X", description = "Peak learning rate.")
  private @Nullable Double learningRate;

  @Option(
      names = "--warmup-ratio",
      paramLabel = "P",
      description = "Share of the updates in which the rate rises.")
  private @Nullable Double warmup;

  @Option(names = "--weight-decay", paramLabel = "X", description = "Weight decay of AdamW.")
  private @Nullable Double weightDecay;

  @Option(
      names = "--max-grad-norm",
      paramLabel = "X",
      description = "Gradients are scaled down to this norm.")
  private @Nullable Double maxGradientNorm;

  @Option(
      names = "--max-tokens",
      paramLabel = "N",
      description = "Longest row, answer included; longer texts are cut, answers never.")
  private @Nullable Integer maxTokens;

  @Option(names = "--train-on-end", description = "Learn the end token too; off by default.")
  private boolean trainOnEnd;

  @Option(
      names = "--no-group-by-length",
      description = "Do not put rows of similar length into one batch.")
  private boolean anyLength;

  @Option(
      names = "--no-checkpointing",
      description = "Keep activations for the backward pass: faster, more memory.")
  private boolean keepActivations;

  @Option(
      names = "--checkpointing",
      description = "Recompute each layer's activations in the backward pass.")
  private boolean checkpointing;

  @Option(names = "--max-steps", paramLabel = "N", description = "Stop after so many updates.")
  private @Nullable Integer maxSteps;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of split, order, first adapter and dropout.")
  private @Nullable Long seed;

  LoraSettings lora(LoraSettings base) {
    return new LoraSettings(
        or(rank, base.rank()),
        // Rank alone given: keep the factor.
        alpha != null ? alpha : rank != null ? rank * base.alpha() / base.rank() : base.alpha(),
        or(dropout, base.dropout()),
        targets.isEmpty() ? base.targets() : Targets.of(targets),
        rankStabilised || base.rankStabilised(),
        magnitudes || base.magnitudes(),
        base.ranks(),
        base.alphas());
  }

  TrainSettings settings(TrainSettings base) {
    return new TrainSettings(
        or(epochs, base.epochs()),
        or(batch, base.batch()),
        or(accumulation, base.accumulation()),
        or(learningRate, base.learningRate()),
        or(warmup, base.warmupRatio()),
        or(weightDecay, base.weightDecay()),
        or(maxGradientNorm, base.maxGradientNorm()),
        or(maxTokens, base.maxTokens()),
        trainOnEnd || base.trainOnEnd(),
        !anyLength && base.groupByLength(),
        checkpointing || (!keepActivations && base.checkpointing()),
        or(maxSteps, base.maxSteps()),
        or(seed, base.seed()));
  }

  private static <T> T or(@Nullable T given, T base) {
    return given == null ? base : given;
  }
}
