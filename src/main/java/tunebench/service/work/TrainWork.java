package tunebench.service.work;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tunebench.BadInputException;
import tunebench.data.Product;
import tunebench.data.Split;
import tunebench.lora.Adapter;
import tunebench.lora.AdapterFolder;
import tunebench.model.AdaptedModel;
import tunebench.model.OpenModel;
import tunebench.model.OpenSettings;
import tunebench.protocol.Outcome;
import tunebench.quant.Quantization;
import tunebench.run.RunRecord;
import tunebench.run.RunStatus;
import tunebench.run.TrainSpec;
import tunebench.service.job.Ending;
import tunebench.service.job.JobControl;
import tunebench.service.job.JobWork;
import tunebench.tensor.DeviceMemory;
import tunebench.tensor.Devices;
import tunebench.tensor.Gpu;
import tunebench.tensor.MemoryMeter;
import tunebench.tensor.Scope;
import tunebench.token.ExampleBuilder;
import tunebench.token.TextTokenizer;
import tunebench.token.TokenizedExample;
import tunebench.train.TrainSettings;
import tunebench.train.Trainer;
import tunebench.train.UpdatePlan;

/**
 * Trains a run from its newest sound checkpoint, or from the beginning where there is none: the
 * first start, a resumption after a pause, and one after a crash are the same.
 */
final class TrainWork implements JobWork {
  private final Engine engine;
  private final String run;

  TrainWork(Engine engine, String run) {
    this.engine = engine;
    this.run = run;
  }

  @Override
  public String run() {
    return run;
  }

  @Override
  public Ending run(JobControl control) throws Exception {
    RunRecord record = engine.put(run, RunStatus.RUNNING, "");
    TrainSpec spec = Objects.requireNonNull(record.train());
    Path model = Path.of(spec.model().folder());
    Devices device = Devices.choose(spec.model().device());
    if (!device.isGpu() && spec.model().device().equals("auto") && !Gpu.all().isEmpty()) {
      engine.remark(run, device.reason());
    }
    control.stage("reading the data");
    Split split = engine.datasets().split(spec.data());
    try (TextTokenizer tokenizer = TextTokenizer.open(model)) {
      ExampleBuilder builder = builder(tokenizer, spec);
      List<TokenizedExample> examples = examples(split.train(), builder, spec);
      control.stage("checking the model's files");
      var info = engine.datasets().get(spec.data().dataset()).info();
      var origin = Origin.of(model, info.name(), info.hash(), "", device);
      checkOrigin(record, origin.modelHash());
      new Passports(engine).write(engine.change(run, r -> r.madeFrom(origin)), device);
      return trained(control, spec, device, tokenizer, builder, examples, split.validation());
    } finally {
      DeviceMemory.release(device.device());
    }
  }

  /** A run goes on only with the weights that it began with. */
  private static void checkOrigin(RunRecord record, String modelHash) {
    String before = record.provenance().modelHash();
    if (!before.isEmpty() && !before.equals(modelHash)) {
      throw new BadInputException(
          "The files of %s changed since this run began; put the old ones back or start anew."
              .formatted(record.provenance().modelName()));
    }
  }

  private static ExampleBuilder builder(TextTokenizer tokenizer, TrainSpec spec) {
    return new ExampleBuilder(
        tokenizer,
        PriceTemplates.of(spec.data().template()),
        spec.training().maxTokens(),
        spec.training().trainOnEnd());
  }

  private List<TokenizedExample> examples(
      List<Product> products, ExampleBuilder builder, TrainSpec spec) {
    List<TokenizedExample> examples = new ArrayList<>();
    int unfit = 0;
    int dropped = 0;
    for (Product product : products) {
      TokenizedExample example = builder.example(product);
      if (example == null) {
        unfit++;
      } else if (example.shortened() && spec.training().dropLong()) {
        dropped++;
      } else {
        examples.add(example);
      }
    }
    if (unfit + dropped > 0) {
      engine.remark(
          run,
          "%d rows are left out: %d are too long, %d cannot fit even without their text."
              .formatted(unfit + dropped, dropped, unfit));
    }
    if (examples.isEmpty()) {
      throw new BadInputException(
          "No product fits into %d tokens; raise training.maxTokens."
              .formatted(spec.training().maxTokens()));
    }
    return examples;
  }

  private Ending trained(
      JobControl control,
      TrainSpec spec,
      Devices device,
      TextTokenizer tokenizer,
      ExampleBuilder builder,
      List<TokenizedExample> examples,
      List<Product> validation)
      throws Exception {
    Checkpoints checkpoints = new Checkpoints(engine.folder(run));
    Optional<Checkpoints.Saved> saved = checkpoints.newest(s -> engine.remark(run, s));
    TrainSettings settings = Specs.training(spec.training());
    OpenSettings how =
        OpenSettings.fast(Quantization.of(spec.model().quantization()), device.isGpu());
    try (MemoryMeter meter = MemoryMeter.start(device.device());
        OpenModel open = Loading.open(control, Path.of(spec.model().folder()), how, device);
        Scope scope = Scope.on(device.device());
        Adapter adapter = adapter(scope, open, spec, saved)) {
      var tuned = AdaptedModel.of(open.model(), adapter.trained());
      Trainer trainer = new Trainer(scope, tuned, settings);
      saved.ifPresent(s -> trainer.optimizer().restore(s.optimizer()));
      Pricing pricing =
          new Pricing(
              scope, tuned, tokenizer, builder, PriceTemplates.VALIDATION, settings.batch());
      UpdatePlan plan = new UpdatePlan(examples, settings);
      Telling telling =
          Telling.open(
              engine,
              engine.store().get(run),
              () -> Map.of("device.memoryBytes", (double) meter.last()));
      TrainLoop loop =
          new TrainLoop(
              engine,
              run,
              spec,
              control,
              trainer,
              plan,
              adapter,
              checkpoints,
              meter,
              validated(validation, spec),
              (products, set) ->
                  pricing.all(scope, set, products, row -> engine.recorder().row(run, row)),
              telling);
      TrainLoop.End end = told(loop, telling, saved.map(Checkpoints.Saved::step).orElse(0));
      engine.change(run, r -> r.taking(r.planBytes(), Math.max(r.peakBytes(), meter.peak())));
      return ended(end);
    }
  }

  /** Runs the loop; however it ends, trackers are told. */
  private static TrainLoop.End told(TrainLoop loop, Telling telling, int from)
      throws IOException, InterruptedException {
    TrainLoop.@Nullable End end = null;
    try {
      end = loop.run(from);
      return end;
    } finally {
      boolean over = end == null || end.status() != RunStatus.PAUSED;
      boolean failed = end == null || end.status() == RunStatus.FAILED;
      telling.close(over, failed, end == null ? "It could not go on." : end.reason());
    }
  }

  private static List<Product> validated(List<Product> validation, TrainSpec spec) {
    int rows = spec.saving().evaluateRows();
    return rows == 0 ? validation : validation.subList(0, Math.min(rows, validation.size()));
  }

  private static Adapter adapter(
      Scope scope, OpenModel open, TrainSpec spec, Optional<Checkpoints.Saved> saved) {
    return saved.isPresent()
        ? AdapterFolder.read(scope, saved.get().folder())
        : Adapter.fresh(
            scope,
            Specs.lora(spec.adapter()),
            open.model().parts().projections(),
            spec.training().seed());
  }

  private Ending ended(TrainLoop.End end) {
    RunRecord record = engine.put(run, end.status(), end.reason());
    return switch (end.status()) {
      case PAUSED -> new Ending.Paused();
      case FAILED -> new Ending.Failed(end.reason());
      case CANCELLED -> new Ending.Cancelled();
      default -> new Ending.Done(new Outcome.Trained(record));
    };
  }

  @Override
  public String explain(Exception failure) {
    String sentence = Failures.sentence(failure);
    if (!Failures.outOfMemory(failure)) {
      return sentence;
    }
    TrainSpec spec = Objects.requireNonNull(engine.store().get(run).train());
    return sentence + " " + new MemoryPlanner(engine).advice(spec);
  }

  @Override
  public void abandoned(boolean failed, String reason) {
    engine.putInTheEnd(run, failed ? RunStatus.FAILED : RunStatus.CANCELLED, reason);
  }
}
