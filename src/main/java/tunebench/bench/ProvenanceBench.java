package tunebench.bench;

import java.util.List;
import tunebench.lora.Adapter;
import tunebench.lora.LoraSettings;
import tunebench.model.AdaptedModel;
import tunebench.model.OpenModel;
import tunebench.token.Batch;
import tunebench.train.RowLosses;
import tunebench.train.StepRecord;
import tunebench.train.TrainSettings;
import tunebench.train.Trainer;

/** Times steps that keep their rows' losses against steps that do not. */
public final class ProvenanceBench {
  /** Steps of a block: enough that writing in the background falls into its own block. */
  private static final int BLOCK = 4;

  /** Steps that are kept without being made. */
  private static final int ALONE = 2_000;

  private static final int TURNS = 6;

  private final OpenModel open;
  private final BenchLoad load;

  /** On rows of {@code tokens} random tokens. */
  public ProvenanceBench(OpenModel open, int tokens) {
    this.open = open;
    this.load = new BenchLoad(open.model().config().vocabSize(), tokens);
  }

  /** Keeps what a step did, as the service does. */
  public interface Keeper {
    /** Takes one step. */
    void step(StepRecord step);

    /** Waits until all that was taken is kept. */
    void flush();
  }

  /**
   * Measures.
   *
   * @param batch rows of a step
   * @param pairs of blocks
   */
  public ProvenanceCost run(int batch, int pairs, LoraSettings lora, Keeper keeper) {
    TrainSettings settings = load.settings(batch, true);
    try (var scope = open.scope().child();
        Adapter adapter = Adapter.fresh(scope, lora, open.model().parts().projections(), 42)) {
      Trainer trainer =
          new Trainer(scope, AdaptedModel.of(open.model(), adapter.trained()), settings);
      Batch rows = load.batch(batch);
      double[] with = new double[pairs];
      double[] without = new double[pairs];
      block(trainer, rows, keeper, true);
      block(trainer, rows, keeper, false);
      for (int pair = 0; pair < pairs; pair++) {
        // Now one first, now the other: a machine that warms up or slows down favours neither.
        boolean first = pair % 2 == 0;
        double one = block(trainer, rows, keeper, first);
        double other = block(trainer, rows, keeper, !first);
        with[pair] = first ? one : other;
        without[pair] = first ? other : one;
      }
      trainer.keepRows(true);
      StepRecord kept = trainer.step(List.of(rows), 0, BLOCK, 0, 1e-4);
      return ProvenanceCost.of(batch, BLOCK, with, without, keeping(rows, kept, keeper));
    }
  }

  private static double block(Trainer trainer, Batch rows, Keeper keeper, boolean keep) {
    trainer.keepRows(keep);
    long start = System.nanoTime();
    for (int step = 0; step < BLOCK; step++) {
      keeper.step(trainer.step(List.of(rows), step, BLOCK, 0, 1e-4));
    }
    keeper.flush();
    return (System.nanoTime() - start) / 1e9;
  }

  /** Extra seconds of a step whose rows are kept, on its own: the best of several of each. */
  private static double keeping(Batch batch, StepRecord kept, Keeper keeper) {
    StepRecord bare =
        new StepRecord(
            kept.step(),
            kept.steps(),
            kept.epoch(),
            kept.loss(),
            kept.priceLoss(),
            kept.learningRate(),
            kept.gradientNorm(),
            kept.tokens(),
            kept.seconds(),
            List.of(),
            List.of());
    double rows = Double.POSITIVE_INFINITY;
    double none = Double.POSITIVE_INFINITY;
    for (int turn = 0; turn < TURNS; turn++) {
      rows = Math.min(rows, alone(batch, kept, keeper, true));
      none = Math.min(none, alone(batch, bare, keeper, false));
    }
    return Math.max(0, rows - none);
  }

  private static double alone(Batch batch, StepRecord step, Keeper keeper, boolean rows) {
    float[] losses = new float[batch.labels().length];
    long start = System.nanoTime();
    for (int i = 0; i < ALONE; i++) {
      if (rows && RowLosses.of(batch, losses).rows().size() != batch.size()) {
        throw new IllegalStateException("a row is missing");
      }
      keeper.step(step);
    }
    keeper.flush();
    return (System.nanoTime() - start) / 1e9 / ALONE;
  }
}
