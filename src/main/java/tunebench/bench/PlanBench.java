package tunebench.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import tunebench.llama.ConfigReader;
import tunebench.llama.LanguageModel;
import tunebench.llama.ModelConfig;
import tunebench.lora.Adapter;
import tunebench.lora.LoraSettings;
import tunebench.model.AdaptedModel;
import tunebench.model.OpenModel;
import tunebench.model.OpenSettings;
import tunebench.quant.Quantization;
import tunebench.tensor.DeviceMemory;
import tunebench.tensor.Devices;
import tunebench.tensor.MemoryMeter;
import tunebench.tensor.Scope;
import tunebench.token.Batch;
import tunebench.train.MemoryPlan;
import tunebench.train.TrainSettings;
import tunebench.train.Trainer;

/** Trains for some steps and compares the memory that it took with what was planned. */
public final class PlanBench {
  /**
   * TorchScript runs once as it is, and holds more from when it knows the types; and a peak is
   * short, so that one step's may be missed.
   */
  private static final int STEPS = 5;

  private final Path model;
  private final Devices device;
  private final int turns;

  /**
   * Sets up.
   *
   * @param model folder of the model to train
   * @param turns measurements of each setting on a CPU; on a GPU one
   */
  public PlanBench(Path model, Devices device, int turns) {
    this.model = model;
    this.device = device;
    this.turns = turns;
  }

  /**
   * A setting to be measured.
   *
   * @param batch rows
   * @param tokens of each row
   * @param checkpointing whether activations are made again
   */
  public record Setting(
      Quantization kind, LoraSettings lora, int batch, int tokens, boolean checkpointing) {
    private TrainSettings training() {
      return BenchLoad.settings(batch, tokens, checkpointing);
    }
  }

  /**
   * What came of it.
   *
   * @param plan item by item
   * @param peakBytes that were measured
   */
  public record Row(Setting setting, MemoryPlan plan, long peakBytes) {
    /** How far the plan is off, as a share of the measured peak. */
    public double error() {
      return (double) (plan.total() - peakBytes) / peakBytes;
    }
  }

  /** Measures settings one after the other. */
  public List<Row> run(List<Setting> settings, Consumer<Row> listener) {
    List<Row> rows = new ArrayList<>();
    // On a GPU what the driver makes at first use stays and is planned for; on a CPU what Java's
    // compiler and TorchScript take while they warm up would drown a small model.
    boolean again = !device.isGpu();
    if (again) {
      measure(settings.getFirst());
    }
    try (MemoryMeter first = MemoryMeter.start(device.device())) {
      for (Setting setting : settings) {
        Row row = again ? middle(setting) : metered(setting, first);
        DeviceMemory.release(device.device());
        listener.accept(row);
        rows.add(row);
      }
    }
    return rows;
  }

  /**
   * The middle one of several measurements: what Java's compiler takes, or gives back, beside the
   * pass is seldom the same twice.
   */
  private Row middle(Setting setting) {
    return IntStream.range(0, turns)
        .mapToObj(turn -> metered(setting))
        .sorted(Comparator.comparingLong(Row::peakBytes))
        .toList()
        .get(turns / 2);
  }

  private Row metered(Setting setting) {
    try (MemoryMeter meter = MemoryMeter.start(device.device())) {
      return metered(setting, meter);
    }
  }

  private Row metered(Setting setting, MemoryMeter meter) {
    meter.restart();
    measure(setting);
    if (device.isGpu()) {
      // What PyTorch keeps unused was in use at the peak, which may have been between two looks.
      meter.now();
    }
    return new Row(setting, plan(setting), meter.peak());
  }

  private MemoryPlan plan(Setting setting) {
    ModelConfig config = ConfigReader.read(model);
    return MemoryPlan.of(
        config,
        ConfigReader.isWide(model),
        setting.kind,
        setting.lora,
        setting.training(),
        BenchLoad.ANSWER,
        device.isGpu());
  }

  private void measure(Setting setting) {
    OpenSettings how = OpenSettings.fast(setting.kind, device.isGpu());
    try (OpenModel open = OpenModel.open(model, how, device.device(), share -> {});
        Scope scope = Scope.on(device.device());
        Adapter adapter =
            Adapter.fresh(scope, setting.lora, open.model().parts().projections(), 42)) {
      LanguageModel tuned = AdaptedModel.of(open.model(), adapter.trained());
      Trainer trainer = new Trainer(scope, tuned, setting.training());
      BenchLoad load = new BenchLoad(open.model().config().vocabSize(), setting.tokens);
      Batch rows = load.batch(setting.batch);
      for (int step = 0; step < STEPS; step++) {
        double loss = trainer.step(List.of(rows), step, STEPS, 0, 1e-4).loss();
        if (Double.isNaN(loss)) {
          throw new IllegalStateException("the loss is NaN; nothing was measured");
        }
      }
    }
  }
}
