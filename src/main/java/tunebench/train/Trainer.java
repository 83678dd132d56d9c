package tunebench.train;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import tunebench.llama.LanguageModel;
import tunebench.tensor.Scope;
import tunebench.token.Batch;
import tunebench.token.TokenizedExample;

/**
 * The training loop: adapters on frozen weights (QLoRA), or every weight where the model was opened
 * for that.
 */
public final class Trainer {
  private final TrainSettings settings;
  private final Pass pass;
  private final LossScale scale;
  private final Scope scope;
  private final AdamW optimizer;
  private boolean keepsRows = true;

  /**
   * Sets up.
   *
   * @param scope owns the optimizer's state; on the model's device
   */
  public Trainer(Scope scope, LanguageModel model, TrainSettings settings) {
    this(scope, settings, Passes.of(scope, model, settings));
  }

  /** A trainer whose gradients autograd takes: what the faster one is checked against. */
  public static Trainer composed(Scope scope, LanguageModel model, TrainSettings settings) {
    return new Trainer(scope, settings, new LayerwisePass(model, settings.checkpointing()));
  }

  private Trainer(Scope scope, TrainSettings settings, Pass pass) {
    this.scope = scope;
    this.settings = settings;
    this.pass = pass;
    this.scale = pass.half() ? new LossScale() : LossScale.none();
    this.optimizer = new AdamW(scope, pass, settings.weightDecay(), settings.maxGradientNorm());
  }

  /** The tensors that learn. */
  public List<NDArray> trained() {
    return pass.trained();
  }

  /** Trains on all examples, in the order that the seed gives. */
  public void train(List<TokenizedExample> examples, TrainListener listener) {
    UpdatePlan plan = new UpdatePlan(examples, settings);
    for (int step = 0; step < plan.steps(); step++) {
      listener.stepped(step(plan, step));
    }
  }

  /** Makes one update of a plan; {@code step} counts from 0. */
  public StepRecord step(UpdatePlan plan, int step) {
    return step(plan.update(step), step, plan.steps(), plan.epochAfter(step), plan.rate(step));
  }

  /**
   * Whether steps tell the loss of each of their rows, as they usually do; without, the lists of a
   * {@link StepRecord} are empty. For measuring what that costs.
   */
  public void keepRows(boolean keep) {
    keepsRows = keep;
  }

  /** What the optimizer remembers from update to update. */
  public AdamW optimizer() {
    return optimizer;
  }

  /** Makes one update from its batches; {@code step} counts from 0. */
  public StepRecord step(List<Batch> update, int step, int steps, double epoch, double rate) {
    long start = System.nanoTime();
    long labels = update.stream().mapToLong(b -> b.labels().length).sum();
    Tally tally = new Tally(keepsRows);
    try (Scope work = scope.child()) {
      List<NDArray> losses = new ArrayList<>();
      for (int i = 0; i < update.size(); i++) {
        long seed = (settings.seed() * 31 + step) * 31 + i;
        losses.add(pass.run(work, update.get(i), scale.factor() / labels, seed, i == 0));
      }
      NDArray norm = optimizer.update(work, rate, scale);
      // Read last: until here nothing waits for the device.
      for (int i = 0; i < update.size(); i++) {
        tally.add(update.get(i), losses.get(i).toFloatArray());
      }
      int tokens = update.stream().mapToInt(Batch::tokens).sum();
      double seconds = (System.nanoTime() - start) / 1e9;
      return new StepRecord(
          step + 1,
          steps,
          epoch,
          tally.mean(),
          tally.priceMean(),
          rate,
          norm.getFloat(),
          tokens,
          seconds,
          tally.rows,
          tally.rowLosses);
    }
  }

  /** Losses of one update as they come. */
  private static final class Tally {
    private final boolean keepsRows;
    private final List<Integer> rows = new ArrayList<>();
    private final List<Double> rowLosses = new ArrayList<>();
    private double sum;
    private double priceSum;
    private int count;
    private int prices;

    Tally(boolean keepsRows) {
      this.keepsRows = keepsRows;
    }

    void add(Batch batch, float[] losses) {
      for (int i = 0; i < losses.length; i++) {
        sum += losses[i];
        count++;
        if (batch.price()[i]) {
          priceSum += losses[i];
          prices++;
        }
      }
      if (keepsRows) {
        RowLosses each = RowLosses.of(batch, losses);
        rows.addAll(each.rows());
        rowLosses.addAll(each.losses());
      }
    }

    double mean() {
      return sum / count;
    }

    double priceMean() {
      return priceSum / prices;
    }
  }
}
