package tunebench.ui.lab4train;

import javafx.beans.property.ObjectProperty;
import javafx.scene.Node;
import tunebench.run.CheckpointChoice;
import tunebench.run.Hyperparameters;
import tunebench.ui.control.Form;

/** The settings of a training run with what they mean and what is usual. */
final class Fields {
  private Fields() {}

  static Node training(ObjectProperty<Hyperparameters> value) {
    return new Form<>(value)
        .whole(
            "Epochs",
            1,
            100,
            "Usual: 1 to 3",
            "Passes over the data. More than the data can bear is learned by heart.",
            Hyperparameters::epochs,
            (h, v) ->
                with(
                    h,
                    v.intValue(),
                    h.batch(),
                    h.accumulation(),
                    h.maxTokens(),
                    h.maxSteps(),
                    h.seed()))
        .whole(
            "Batch",
            1,
            4096,
            "Usual: 4 to 16",
            "Rows per device step. Larger is faster and takes more memory.",
            Hyperparameters::batch,
            (h, v) ->
                with(
                    h,
                    h.epochs(),
                    v.intValue(),
                    h.accumulation(),
                    h.maxTokens(),
                    h.maxSteps(),
                    h.seed()))
        .whole(
            "Accumulation",
            1,
            1024,
            "Usual: 1 to 4",
            "Device steps per update: a larger batch without more memory.",
            Hyperparameters::accumulation,
            (h, v) ->
                with(h, h.epochs(), h.batch(), v.intValue(), h.maxTokens(), h.maxSteps(), h.seed()))
        .real(
            "Learning rate",
            1e-8,
            1,
            "Usual: 1e-4 to 3e-4",
            "The highest rate; it rises in the warm-up and falls as a cosine.",
            Hyperparameters::learningRate,
            (h, v) -> with(h, v, h.warmupRatio(), h.weightDecay(), h.maxGradientNorm()))
        .real(
            "Warm-up",
            0,
            0.9,
            "Usual: 0.03",
            "Share of the updates in which the rate rises.",
            Hyperparameters::warmupRatio,
            (h, v) -> with(h, h.learningRate(), v, h.weightDecay(), h.maxGradientNorm()))
        .real(
            "Weight decay",
            0,
            1,
            "Usual: 0 to 0.01",
            "How strongly AdamW pulls the adapter's weights to zero.",
            Hyperparameters::weightDecay,
            (h, v) -> with(h, h.learningRate(), h.warmupRatio(), v, h.maxGradientNorm()))
        .real(
            "Gradient limit",
            1e-6,
            1000,
            "Usual: 0.3 to 1",
            "Gradients with a greater norm are scaled down to it.",
            Hyperparameters::maxGradientNorm,
            (h, v) -> with(h, h.learningRate(), h.warmupRatio(), h.weightDecay(), v))
        .whole(
            "Longest row",
            16,
            32_768,
            "Usual: 128 to 182",
            "Tokens per row, answer included. See lab 3 for how long your rows are.",
            Hyperparameters::maxTokens,
            (h, v) ->
                with(
                    h,
                    h.epochs(),
                    h.batch(),
                    h.accumulation(),
                    v.intValue(),
                    h.maxSteps(),
                    h.seed()))
        .whole(
            "Most steps",
            0,
            10_000_000,
            "Usual: 0, no limit",
            "Ends the run after so many updates.",
            Hyperparameters::maxSteps,
            (h, v) ->
                with(
                    h,
                    h.epochs(),
                    h.batch(),
                    h.accumulation(),
                    h.maxTokens(),
                    v.intValue(),
                    h.seed()))
        .whole(
            "Seed",
            0,
            Integer.MAX_VALUE,
            "Usual: 42",
            "Of order, first adapter and dropout: the same seed gives the same run.",
            Hyperparameters::seed,
            (h, v) ->
                with(
                    h,
                    h.epochs(),
                    h.batch(),
                    h.accumulation(),
                    h.maxTokens(),
                    h.maxSteps(),
                    v.longValue()))
        .check(
            "Leave out long rows",
            "Rows above the limit are left out instead of cut. Usual: off.",
            Hyperparameters::dropLong,
            (h, on) -> with(h, on, h.trainOnEnd(), h.groupByLength(), h.checkpointing()))
        .check(
            "Learn the end token",
            "The model learns to stop; the course's first version does not. Usual: off.",
            Hyperparameters::trainOnEnd,
            (h, on) -> with(h, h.dropLong(), on, h.groupByLength(), h.checkpointing()))
        .check(
            "Group by length",
            "Rows of similar length share a batch: less padding, faster. Usual: on.",
            Hyperparameters::groupByLength,
            (h, on) -> with(h, h.dropLong(), h.trainOnEnd(), on, h.checkpointing()))
        .check(
            "Recompute activations",
            "Gradient checkpointing: much less memory for about a third more time. Usual: on.",
            Hyperparameters::checkpointing,
            (h, on) -> with(h, h.dropLong(), h.trainOnEnd(), h.groupByLength(), on))
        .pairs();
  }

  static Node saving(ObjectProperty<CheckpointChoice> value) {
    return new Form<>(value)
        .whole(
            "Save every",
            1,
            1_000_000,
            "Usual: 50 to 200 steps",
            "At most so many steps are lost when the power fails.",
            CheckpointChoice::every,
            (c, v) ->
                with(c, v.intValue(), c.keep(), c.evaluateEvery(), c.evaluateRows(), c.patience()))
        .whole(
            "Keep",
            1,
            1000,
            "Usual: 3, and the best",
            "How many of the newest checkpoints stay on disk.",
            CheckpointChoice::keep,
            (c, v) ->
                with(c, c.every(), v.intValue(), c.evaluateEvery(), c.evaluateRows(), c.patience()))
        .whole(
            "Judge every",
            0,
            1_000_000,
            "Usual: 50 to 200; 0: never",
            "Steps between evaluations on the validation part; they choose the best checkpoint by"
                + " MAE.",
            CheckpointChoice::evaluateEvery,
            (c, v) -> with(c, c.every(), c.keep(), v.intValue(), c.evaluateRows(), c.patience()))
        .whole(
            "Judge on",
            0,
            1_000_000,
            "Usual: 50 to 250; 0: all",
            "Products per such evaluation.",
            CheckpointChoice::evaluateRows,
            (c, v) -> with(c, c.every(), c.keep(), c.evaluateEvery(), v.intValue(), c.patience()))
        .whole(
            "Patience",
            0,
            1000,
            "Usual: 3; 0: no early end",
            "Evaluations without a better MAE after which the run ends.",
            CheckpointChoice::patience,
            (c, v) ->
                with(c, c.every(), c.keep(), c.evaluateEvery(), c.evaluateRows(), v.intValue()))
        .real(
            "Loss alarm",
            0,
            1000,
            "Usual: 0, none",
            "A loss above it counts as lost; three such steps in a row end the run.",
            CheckpointChoice::watchdogLoss,
            (c, v) ->
                new CheckpointChoice(
                    c.every(),
                    c.keep(),
                    c.evaluateEvery(),
                    c.evaluateRows(),
                    c.patience(),
                    v,
                    v > 0 ? Math.max(3, c.watchdogSteps()) : 0))
        .pairs();
  }

  private static Hyperparameters with(
      Hyperparameters h,
      int epochs,
      int batch,
      int accumulation,
      int tokens,
      int steps,
      long seed) {
    return new Hyperparameters(
        epochs,
        batch,
        accumulation,
        h.learningRate(),
        h.warmupRatio(),
        h.weightDecay(),
        h.maxGradientNorm(),
        tokens,
        h.dropLong(),
        h.trainOnEnd(),
        h.groupByLength(),
        h.checkpointing(),
        steps,
        seed);
  }

  private static Hyperparameters with(
      Hyperparameters h, double rate, double warmup, double decay, double norm) {
    return new Hyperparameters(
        h.epochs(),
        h.batch(),
        h.accumulation(),
        rate,
        warmup,
        decay,
        norm,
        h.maxTokens(),
        h.dropLong(),
        h.trainOnEnd(),
        h.groupByLength(),
        h.checkpointing(),
        h.maxSteps(),
        h.seed());
  }

  private static Hyperparameters with(
      Hyperparameters h, boolean drop, boolean end, boolean group, boolean recompute) {
    return new Hyperparameters(
        h.epochs(),
        h.batch(),
        h.accumulation(),
        h.learningRate(),
        h.warmupRatio(),
        h.weightDecay(),
        h.maxGradientNorm(),
        h.maxTokens(),
        drop,
        end,
        group,
        recompute,
        h.maxSteps(),
        h.seed());
  }

  private static CheckpointChoice with(
      CheckpointChoice c, int every, int keep, int judge, int rows, int patience) {
    return new CheckpointChoice(
        every, keep, judge, rows, patience, c.watchdogLoss(), c.watchdogSteps());
  }
}
