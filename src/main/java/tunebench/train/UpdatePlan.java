package tunebench.train;

import java.util.List;
import tunebench.token.Batch;
import tunebench.token.TokenizedExample;

/**
 * Which rows each update of a run sees, and at which rate: a function of the examples, the settings
 * and the update's number alone, so that a run can go on at any update as if it had never stopped.
 */
public final class UpdatePlan {
  private final List<TokenizedExample> examples;
  private final TrainSettings settings;
  private final int perEpoch;
  private final int steps;
  private final CosineSchedule schedule;
  private int epoch = -1;
  private List<List<TokenizedExample>> batches = List.of();

  public UpdatePlan(List<TokenizedExample> examples, TrainSettings settings) {
    this.examples = List.copyOf(examples);
    this.settings = settings;
    int count = (examples.size() + settings.batch() - 1) / settings.batch();
    this.perEpoch = (count + settings.accumulation() - 1) / settings.accumulation();
    int all = perEpoch * settings.epochs();
    this.steps = settings.maxSteps() == 0 ? all : Math.min(all, settings.maxSteps());
    this.schedule = CosineSchedule.of(settings.learningRate(), settings.warmupRatio(), steps);
  }

  /** Updates in all. */
  public int steps() {
    return steps;
  }

  /** The learning rate of an update, counted from 0. */
  public double rate(int step) {
    return schedule.rate(step);
  }

  /** Passes over the data, with the fraction, once an update is done. */
  public double epochAfter(int step) {
    shuffle(step / perEpoch);
    return epoch + (double) until(step) / batches.size();
  }

  /** The batches of an update. */
  public List<Batch> update(int step) {
    shuffle(step / perEpoch);
    return batches.subList(from(step), until(step)).stream().map(Batch::of).toList();
  }

  private int from(int step) {
    return step % perEpoch * settings.accumulation();
  }

  private int until(int step) {
    return Math.min(batches.size(), from(step) + settings.accumulation());
  }

  private void shuffle(int wanted) {
    if (epoch != wanted) {
      epoch = wanted;
      batches =
          Order.epoch(
              examples, settings.batch(), settings.groupByLength(), settings.seed(), wanted);
    }
  }
}
