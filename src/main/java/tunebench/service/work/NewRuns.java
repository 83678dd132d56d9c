package tunebench.service.work;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tunebench.run.EvaluateSpec;
import tunebench.run.ModelChoice;
import tunebench.run.RunKind;
import tunebench.run.RunRecord;
import tunebench.run.RunStatus;
import tunebench.run.RunSummary;
import tunebench.run.TrainSpec;

/** Makes the records of runs that wait for the device. */
record NewRuns(Engine engine) {

  /**
   * A training run.
   *
   * @param sweep id of the sweep that it belongs to, "" for none
   * @param plan bytes of device memory foreseen
   */
  RunRecord training(TrainSpec spec, String sweep, long plan) {
    return record(
        RunKind.TRAIN,
        spec.name(),
        spec.model(),
        spec.data().dataset(),
        Specs.flat(spec),
        spec,
        null,
        sweep,
        plan);
  }

  RunRecord evaluation(EvaluateSpec spec) {
    return record(
        RunKind.EVALUATE,
        spec.name(),
        spec.model(),
        spec.data().dataset(),
        Specs.flat(spec),
        null,
        spec,
        "",
        0);
  }

  /** The same run under another id. */
  RunRecord again(RunRecord first) {
    TrainSpec train = first.train();
    RunRecord made =
        train == null
            ? evaluation(Objects.requireNonNull(first.evaluate()))
            : training(train, "", first.planBytes());
    String name = "replay of " + first.summary().name();
    return made.with(made.summary().called(name, List.of()));
  }

  private RunRecord record(
      RunKind kind,
      String name,
      ModelChoice model,
      String dataset,
      Map<String, String> settings,
      @Nullable TrainSpec train,
      @Nullable EvaluateSpec evaluate,
      String sweep,
      long plan) {
    String id = Engine.newId();
    String data = engine.datasets().get(dataset).info().name();
    RunSummary line =
        new RunSummary(
            id,
            kind,
            name.isBlank() ? Origin.name(model.folder()) + " on " + data : name,
            RunStatus.QUEUED,
            "",
            engine.clock().instant(),
            null,
            null,
            Origin.name(model.folder()),
            model.quantization(),
            data,
            0,
            0,
            Double.NaN,
            Double.NaN,
            List.of(),
            sweep);
    return new RunRecord(
        line,
        settings,
        train,
        evaluate,
        Origin.unknown(model.folder(), data),
        List.of(),
        List.of(),
        List.of(),
        "",
        engine.folder(id).toString(),
        plan,
        0);
  }
}
