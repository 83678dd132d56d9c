package tunebench.labs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tunebench.data.Field;
import tunebench.data.Product;
import tunebench.eval.Decoder;
import tunebench.eval.Metrics;
import tunebench.llama.ConfigReader;
import tunebench.llama.LanguageModel;
import tunebench.llama.ModelConfig;
import tunebench.lora.Adapter;
import tunebench.model.AdaptedModel;
import tunebench.model.MemoryFootprint;
import tunebench.model.OpenModel;
import tunebench.model.OpenSettings;
import tunebench.quant.Quantization;
import tunebench.report.Footprint;
import tunebench.report.LabsReport;
import tunebench.report.LossPoint;
import tunebench.report.PricedProduct;
import tunebench.sample.Floor;
import tunebench.sample.Oracle;
import tunebench.tensor.Devices;
import tunebench.tensor.Scope;
import tunebench.token.ExampleBuilder;
import tunebench.token.TextTokenizer;
import tunebench.train.StepRecord;
import tunebench.train.Trainer;

/** Runs the five labs on one model and one file of products. */
public final class LabsRun {
  /** What Lab 1 weighs. */
  private static final List<Quantization> WEIGHED =
      List.of(
          Quantization.FP32,
          Quantization.BF16,
          Quantization.INT8,
          Quantization.NF4,
          Quantization.NF4_DOUBLE,
          Quantization.NF4_ALL);

  /** What Lab 2 asks, besides the format that is trained on. */
  private static final List<Quantization> ASKED =
      List.of(Quantization.BF16, Quantization.INT8, Quantization.NF4);

  private final LabsSettings settings;
  private final Devices device;
  private final LabsProgress progress;

  public LabsRun(LabsSettings settings, Devices device, LabsProgress progress) {
    this.settings = settings;
    this.device = device;
    this.progress = progress;
  }

  /** Takes the adapter before its memory is freed, to keep it. */
  @FunctionalInterface
  public interface AdapterKeeper {
    void keep(Adapter adapter) throws IOException;
  }

  /**
   * All five.
   *
   * @throws tunebench.BadInputException if the model or the file cannot be used
   */
  public LabsReport run(AdapterKeeper keeper) throws IOException {
    try (TextTokenizer tokenizer = TextTokenizer.open(settings.model())) {
      progress.at("Reading " + settings.csv().getFileName(), 0, 0);
      LabsData data = LabsData.of(settings, tokenizer);
      ExampleBuilder builder = LabsData.builder(tokenizer, settings.train());
      LabsReport.Lab1 lab1 = new LabsReport.Lab1(weigh());
      Map<String, Metrics> lab2 = new LinkedHashMap<>();
      Map<String, Metrics> expectation = new LinkedHashMap<>();
      for (Quantization kind : ASKED) {
        if (kind != settings.quantization()) {
          try (OpenModel open = open(kind)) {
            PricedRows rows =
                price("Lab 2: " + kind.label(), open, open.model(), tokenizer, builder, data);
            lab2.put(kind.label(), rows.metrics(Decoder.GENERATE));
            expectation.put(kind.label(), rows.metrics(Decoder.MEAN));
          }
        }
      }
      try (OpenModel open = open(settings.quantization())) {
        String label = settings.quantization().label();
        PricedRows before = price("Lab 2: " + label, open, open.model(), tokenizer, builder, data);
        lab2.put(label, before.metrics(Decoder.GENERATE));
        expectation.put(label, before.metrics(Decoder.MEAN));
        return tune(data, lab1, lab2, expectation, open, before, tokenizer, builder, keeper);
      }
    }
  }

  private LabsReport tune(
      LabsData data,
      LabsReport.Lab1 lab1,
      Map<String, Metrics> lab2,
      Map<String, Metrics> expectation,
      OpenModel open,
      PricedRows before,
      TextTokenizer tokenizer,
      ExampleBuilder builder,
      AdapterKeeper keeper)
      throws IOException {
    try (Scope scope = Scope.on(device.device());
        Adapter adapter =
            Adapter.fresh(
                scope,
                settings.lora(),
                open.model().parts().projections(),
                settings.train().seed())) {
      LanguageModel tuned = AdaptedModel.of(open.model(), adapter.trained());
      LabsReport.Lab4 lab4 = train(scope, tuned, data);
      keeper.keep(adapter);
      PricedRows after = price("Lab 5", open, tuned, tokenizer, builder, data);
      progress.at("Baselines", 0, 0);
      return new LabsReport(
          String.valueOf(settings.model().getFileName()),
          device.label(),
          settings.train().seed(),
          words(data, before),
          lab1,
          lab2,
          expectation,
          lab3(data, adapter.parameters()),
          lab4,
          lab5(before, after),
          data.baselines(),
          floor(data.split().test()),
          PricedProduct.pair(
              before.predictions(Decoder.GENERATE), after.predictions(Decoder.MEDIAN)));
    }
  }

  private LabsReport.Lab5 lab5(PricedRows before, PricedRows after) {
    Map<String, Metrics> untrained = new LinkedHashMap<>();
    Map<String, Metrics> trained = new LinkedHashMap<>();
    before.all().forEach((decoder, metrics) -> untrained.put(decoder.label(), metrics));
    after.all().forEach((decoder, metrics) -> trained.put(decoder.label(), metrics));
    return new LabsReport.Lab5(
        after.metrics(Decoder.MEDIAN),
        Decoder.MEDIAN.label(),
        settings.quantization().label(),
        untrained,
        trained);
  }

  private List<Footprint> weigh() {
    ModelConfig config = ConfigReader.read(settings.model());
    List<Footprint> footprints = new ArrayList<>();
    for (Quantization kind : WEIGHED) {
      MemoryFootprint computed =
          MemoryFootprint.of(config, kind, ConfigReader.isWide(settings.model()));
      try (OpenModel open = open(kind)) {
        footprints.add(
            Footprint.of(
                kind.label(),
                computed.codes(),
                computed.constants(),
                computed.plain(),
                open.heldBytes()));
      }
      progress.at("Lab 1: quantizing", footprints.size(), WEIGHED.size());
    }
    return footprints;
  }

  private OpenModel open(Quantization kind) {
    // In 32 bits on every CPU, so that the table does not depend on which one it is.
    OpenSettings how = OpenSettings.of(kind, device.isGpu());
    return OpenModel.open(settings.model(), how, device.device(), share -> {});
  }

  private PricedRows price(
      String stage,
      OpenModel open,
      LanguageModel model,
      TextTokenizer tokenizer,
      ExampleBuilder builder,
      LabsData data) {
    List<Product> products = data.split().test();
    return PricedRows.of(
        open.scope(),
        model,
        tokenizer,
        builder,
        products,
        settings.predictBatch(),
        done -> progress.at(stage + ": pricing", done, products.size()));
  }

  private LabsReport.Lab4 train(Scope scope, LanguageModel model, LabsData data) {
    List<LossPoint> curve = new ArrayList<>();
    long[] tokens = {0};
    long start = System.nanoTime();
    new Trainer(scope, model, settings.train())
        .train(
            data.examples(),
            step -> {
              curve.add(point(step));
              tokens[0] += step.tokens();
              progress.at("Lab 4: training", step.step(), step.steps());
            });
    double seconds = (System.nanoTime() - start) / 1e9;
    return LabsReport.Lab4.of(curve, seconds, tokens[0] / seconds);
  }

  private static LossPoint point(StepRecord step) {
    return new LossPoint(
        step.step(), step.loss(), step.priceLoss(), step.learningRate(), step.gradientNorm());
  }

  private LabsReport.Lab3 lab3(LabsData data, long trainable) {
    ModelConfig config = ConfigReader.read(settings.model());
    return new LabsReport.Lab3(
        data.examples().size(),
        data.split().test().size(),
        data.dataset().rejected().size(),
        data.maxTokens(),
        data.shortened().size(),
        data.shortened(),
        data.impossible(),
        trainable,
        MemoryFootprint.of(config, Quantization.BF16, false).parameters());
  }

  private @Nullable Double floor(List<Product> test) {
    Path file = settings.csv().resolveSibling("products-oracle.csv");
    if (!Files.isRegularFile(file)) {
      return null;
    }
    Oracle oracle = Oracle.read(file);
    return test.stream().allMatch(oracle::knows) ? Floor.meanAbsoluteError(oracle, test) : null;
  }

  private Map<String, String> words(LabsData data, PricedRows rows) {
    Map<String, String> words = new LinkedHashMap<>();
    words.put("Data", data.dataset().name() + ", columns " + columns(data));
    words.put(
        "Adapter",
        "rank %d, alpha %s, dropout %s on %s"
            .formatted(
                settings.lora().rank(),
                settings.lora().alpha(),
                settings.lora().dropout(),
                settings.lora().targets()));
    words.put(
        "Training",
        "%d epochs, batch %d, learning rate %s, %s"
            .formatted(
                settings.train().epochs(),
                settings.train().batch() * settings.train().accumulation(),
                settings.train().learningRate(),
                settings.quantization().label()));
    words.put(
        "Prices",
        rows.sequences() ? "scored as sequences of tokens" : "0 to 999 are single tokens");
    return words;
  }

  private static String columns(LabsData data) {
    List<String> names = new ArrayList<>();
    for (Field field : Field.values()) {
      List<String> from = data.dataset().mapping().of(field);
      if (!from.isEmpty()) {
        names.add(field.name().toLowerCase(Locale.ROOT) + " = " + String.join(" + ", from));
      }
    }
    return String.join("; ", names);
  }
}
