package tunebench.service.work;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import tunebench.data.Product;
import tunebench.lora.Adapter;
import tunebench.protocol.Event;
import tunebench.run.BaselineScore;
import tunebench.run.Checkpoint;
import tunebench.run.CheckpointChoice;
import tunebench.run.EvaluationRow;
import tunebench.run.RunRecord;
import tunebench.run.RunStatus;
import tunebench.run.Scores;
import tunebench.run.StepPoint;
import tunebench.run.TrainSpec;
import tunebench.service.StepPoints;
import tunebench.service.job.JobControl;
import tunebench.service.job.Wish;
import tunebench.service.store.StoreException;
import tunebench.tensor.MemoryMeter;
import tunebench.train.StepRecord;
import tunebench.train.Trainer;
import tunebench.train.UpdatePlan;

/** The steps of a run: makes them, tells of them, judges, saves, and stops when it is time. */
final class TrainLoop {
  /** How the loop came to its end. */
  record End(RunStatus status, String reason) {}

  private static final String SET = "step-";

  private final Engine engine;
  private final String run;
  private final TrainSpec spec;
  private final CheckpointChoice saving;
  private final JobControl control;
  private final Trainer trainer;
  private final UpdatePlan plan;
  private final Adapter adapter;
  private final Checkpoints checkpoints;
  private final MemoryMeter meter;
  private final List<Product> validation;
  private final BiFunction<List<Product>, String, List<EvaluationRow>> pricing;
  private final Telling telling;
  private List<Scores> scores = List.of();
  private int lost;

  TrainLoop(
      Engine engine,
      String run,
      TrainSpec spec,
      JobControl control,
      Trainer trainer,
      UpdatePlan plan,
      Adapter adapter,
      Checkpoints checkpoints,
      MemoryMeter meter,
      List<Product> validation,
      BiFunction<List<Product>, String, List<EvaluationRow>> pricing,
      Telling telling) {
    this.engine = engine;
    this.run = run;
    this.spec = spec;
    this.saving = spec.saving();
    this.control = control;
    this.trainer = trainer;
    this.plan = plan;
    this.adapter = adapter;
    this.checkpoints = checkpoints;
    this.meter = meter;
    this.validation = validation;
    this.pricing = pricing;
    this.telling = telling;
  }

  /** Makes the updates from {@code from} on, counted from 0. */
  End run(int from) throws IOException, InterruptedException {
    goBackTo(from);
    control.stage("training");
    control.progress(from, plan.steps(), "steps");
    int saved = from;
    for (int step = from; step < plan.steps(); step++) {
      StepRecord record = trainer.step(plan, step);
      tell(record);
      int done = record.step();
      if (Double.isNaN(record.loss()) || Double.isNaN(record.gradientNorm())) {
        return new End(RunStatus.FAILED, diverged(record, saved));
      }
      boolean last = done == plan.steps();
      boolean judge = saving.evaluateEvery() > 0 && done % saving.evaluateEvery() == 0;
      double mae = judge && !validation.isEmpty() ? judge(done) : Double.NaN;
      String early = early(record);
      Wish wish = control.wish();
      boolean ends = last || !early.isEmpty() || wish != Wish.NONE;
      if (ends || judge || done % saving.every() == 0 || control.takeSave()) {
        saved = save(done, mae, ends) ? done : saved;
      }
      if (ends) {
        return last ? new End(RunStatus.FINISHED, "") : end(wish, early, done);
      }
    }
    return new End(RunStatus.FINISHED, "");
  }

  /** Forgets what was made behind the checkpoint, and learns what of the past still counts. */
  private void goBackTo(int from) throws InterruptedException {
    engine.recorder().flush();
    engine.store().dropStepsAfter(run, from);
    scores =
        engine
            .change(
                run,
                r ->
                    r.scored(r.scores().stream().filter(s -> stepOf(s.set()) <= from).toList())
                        .with(r.summary().reached(from, plan.steps(), r.summary().loss())))
            .scores();
    List<StepPoint> tail = engine.store().steps(run, Math.max(0, from - saving.watchdogSteps()), 0);
    tail.forEach(step -> watch(step.loss()));
  }

  private static int stepOf(String set) {
    return set.startsWith(SET) ? Integer.parseInt(set.substring(SET.length())) : 0;
  }

  private void tell(StepRecord s) {
    control.memory(meter.peak());
    StepPoint point = StepPoints.of(s, meter.last());
    engine.recorder().step(run, point);
    telling.step(point);
    control.progress(s.step(), s.steps(), "steps");
  }

  private static String diverged(StepRecord record, int saved) {
    return "Step %d gave %s; its rows are the lines %s. %s"
        .formatted(
            record.step(),
            Double.isNaN(record.loss()) ? "a loss of NaN" : "a gradient of NaN",
            record.rows(),
            saved == 0
                ? "No checkpoint was made before; try a lower learning rate."
                : "The adapter of step %d is kept; try a lower learning rate.".formatted(saved));
  }

  private double judge(int step) {
    String set = SET + step;
    control.stage("judging on the validation part");
    List<EvaluationRow> rows = pricing.apply(validation, set);
    Scores now = Pricing.scores(set, rows);
    telling.scores(step, now, rows);
    engine.ring().tell(new Event.Scored(run, now));
    List<Scores> all = new ArrayList<>(scores);
    all.add(now);
    double best = all.stream().mapToDouble(Scores::mae).min().orElse(Double.NaN);
    List<BaselineScore> beside =
        scores.isEmpty() ? BaselinesOf.of(engine, spec.data(), validation, set) : List.of();
    scores =
        engine
            .change(
                run,
                r ->
                    (beside.isEmpty() ? r : r.against(beside))
                        .scored(all)
                        .with(r.summary().scoring(best)))
            .scores();
    control.stage("training");
    return now.mae();
  }

  private void watch(double loss) {
    lost = saving.watchdogLoss() > 0 && loss > saving.watchdogLoss() ? lost + 1 : 0;
  }

  /** Why training should stop before its time, or "". */
  private String early(StepRecord record) {
    watch(record.loss());
    if (saving.watchdogSteps() > 0 && lost >= saving.watchdogSteps()) {
      return "The loss was above %s for %d steps in a row.".formatted(saving.watchdogLoss(), lost);
    }
    if (saving.patience() == 0 || scores.size() <= saving.patience()) {
      return "";
    }
    int best = 0;
    for (int i = 1; i < scores.size(); i++) {
      best = scores.get(i).mae() < scores.get(best).mae() ? i : best;
    }
    return scores.size() - 1 - best >= saving.patience()
        ? "%d evaluations brought no better MAE than %.2f at %s."
            .formatted(saving.patience(), scores.get(best).mae(), scores.get(best).set())
        : "";
  }

  private static End end(Wish wish, String early, int step) {
    return switch (wish) {
      case PAUSE -> new End(RunStatus.PAUSED, "Paused after step %d.".formatted(step));
      case CANCEL -> new End(RunStatus.CANCELLED, "Cancelled after step %d.".formatted(step));
      case FINISH -> new End(RunStatus.FINISHED, "Ended by hand after step %d.".formatted(step));
      case NONE -> new End(RunStatus.FINISHED, "Stopped after step %d: %s".formatted(step, early));
    };
  }

  /** Saves; where that fails training goes on, unless it was the last chance. */
  private boolean save(int step, double mae, boolean must)
      throws IOException, InterruptedException {
    try {
      engine.recorder().flush();
      Checkpoints.Saved saved =
          checkpoints.save(step, adapter, Origin.name(spec.model().folder()), trainer.optimizer());
      RunRecord changed =
          engine.change(
              run,
              r ->
                  listed(
                      r,
                      new Checkpoint(
                          step, saved.folder().toString(), engine.clock().instant(), mae, false)));
      List<Integer> best =
          changed.checkpoints().stream().filter(Checkpoint::best).map(Checkpoint::step).toList();
      checkpoints.prune(saving.keep(), best);
      List<Integer> kept = checkpoints.steps();
      RunRecord pruned =
          engine.change(
              run,
              r -> r.saved(r.checkpoints().stream().filter(c -> kept.contains(c.step())).toList()));
      engine
          .ring()
          .tell(new Event.Saved(run, Objects.requireNonNull(pruned.checkpoints().getLast())));
      telling.saved(step, saved.folder());
      return true;
    } catch (IOException | StoreException e) {
      if (must) {
        throw e;
      }
      engine.remark(
          run,
          "The checkpoint of step %d could not be written (%s); training goes on, and the one before stands."
              .formatted(step, e.getMessage()));
      return false;
    }
  }

  /** The record with one more checkpoint, the one of the lowest MAE marked. */
  private static RunRecord listed(RunRecord record, Checkpoint added) {
    List<Checkpoint> all = new ArrayList<>(record.checkpoints());
    all.removeIf(old -> old.step() >= added.step());
    all.add(added);
    double lowest =
        all.stream()
            .mapToDouble(Checkpoint::mae)
            .filter(m -> !Double.isNaN(m))
            .min()
            .orElse(Double.NaN);
    List<Checkpoint> marked =
        all.stream()
            .map(c -> new Checkpoint(c.step(), c.folder(), c.saved(), c.mae(), c.mae() == lowest))
            .toList();
    return record.saved(marked);
  }
}
