package tunebench.service.work;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tunebench.data.Product;
import tunebench.llama.LanguageModel;
import tunebench.lora.Adapter;
import tunebench.lora.AdapterFolder;
import tunebench.model.AdaptedModel;
import tunebench.model.OpenModel;
import tunebench.model.OpenSettings;
import tunebench.prompt.PriceTemplate;
import tunebench.protocol.Event;
import tunebench.protocol.Outcome;
import tunebench.quant.Quantization;
import tunebench.run.BaselineScore;
import tunebench.run.EvaluateSpec;
import tunebench.run.EvaluationRow;
import tunebench.run.RunRecord;
import tunebench.run.RunStatus;
import tunebench.run.Scores;
import tunebench.service.job.Ending;
import tunebench.service.job.JobControl;
import tunebench.service.job.JobWork;
import tunebench.service.job.Wish;
import tunebench.tensor.DeviceMemory;
import tunebench.tensor.Devices;
import tunebench.tensor.Scope;
import tunebench.token.ExampleBuilder;
import tunebench.token.TextTokenizer;

/** Prices a part's products; goes on behind the rows that the store holds. */
final class EvaluateWork implements JobWork {
  private static final String SET = "final";

  private final Engine engine;
  private final String run;

  EvaluateWork(Engine engine, String run) {
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
    EvaluateSpec spec = Objects.requireNonNull(record.evaluate());
    Path folder = Path.of(spec.model().folder());
    Devices device = Devices.choose(spec.model().device());
    control.stage("reading the data");
    List<Product> part = engine.datasets().part(spec.data(), spec.part());
    List<Product> products =
        spec.limit() == 0 ? part : part.subList(0, Math.min(spec.limit(), part.size()));
    control.stage("checking the model's files");
    origin(spec, folder, device);
    OpenSettings how =
        OpenSettings.fast(Quantization.of(spec.model().quantization()), device.isGpu());
    try (TextTokenizer tokenizer = TextTokenizer.open(folder);
        OpenModel open = Loading.open(control, folder, how, device);
        Scope scope = Scope.on(device.device())) {
      LanguageModel model = adapted(scope, open.model(), spec);
      PriceTemplate template = PriceTemplates.of(spec.data().template());
      ExampleBuilder builder = new ExampleBuilder(tokenizer, template, spec.maxTokens(), false);
      Pricing pricing = new Pricing(scope, model, tokenizer, builder, spec.decoder(), spec.batch());
      return priced(control, spec, products, pricing, scope);
    } finally {
      DeviceMemory.release(device.device());
    }
  }

  private void origin(EvaluateSpec spec, Path folder, Devices device) throws IOException {
    var info = engine.datasets().get(spec.data().dataset()).info();
    String adapter =
        spec.adapter().isEmpty()
            ? ""
            : Hashes.of(
                Adapters.folder(engine, spec.adapter(), spec.checkpoint())
                    .resolve("adapter_model.safetensors"));
    var origin = Origin.of(folder, info.name(), info.hash(), adapter, device);
    new Passports(engine).write(engine.change(run, r -> r.madeFrom(origin)), device);
  }

  private LanguageModel adapted(Scope scope, LanguageModel base, EvaluateSpec spec) {
    if (spec.adapter().isEmpty()) {
      return base;
    }
    Path folder = Adapters.folder(engine, spec.adapter(), spec.checkpoint());
    Adapter adapter = AdapterFolder.read(scope, folder);
    return AdaptedModel.of(base, adapter);
  }

  private Ending priced(
      JobControl control, EvaluateSpec spec, List<Product> products, Pricing pricing, Scope scope)
      throws InterruptedException {
    control.stage("pricing");
    engine.recorder().flush();
    List<EvaluationRow> rows = new ArrayList<>(engine.store().rows(run, SET));
    control.progress(rows.size(), products.size(), "products");
    while (rows.size() < products.size()) {
      int from = rows.size();
      int until = Math.min(products.size(), from + spec.batch());
      List<EvaluationRow> piece = pricing.rows(scope, SET, products.subList(from, until), from);
      piece.forEach(row -> engine.recorder().row(run, row));
      rows.addAll(piece);
      Scores scores = Pricing.scores(SET, rows);
      engine.ring().tell(new Event.Scored(run, scores));
      control.progress(rows.size(), products.size(), "products");
      Wish wish = control.wish();
      if (wish == Wish.PAUSE || wish == Wish.CANCEL) {
        boolean pause = wish == Wish.PAUSE;
        engine.put(
            run,
            pause ? RunStatus.PAUSED : RunStatus.CANCELLED,
            "%d of %d products are priced.".formatted(rows.size(), products.size()));
        return pause ? new Ending.Paused() : new Ending.Cancelled();
      }
      if (wish == Wish.FINISH) {
        break;
      }
    }
    return finished(spec, products, rows);
  }

  private Ending finished(EvaluateSpec spec, List<Product> products, List<EvaluationRow> rows)
      throws InterruptedException {
    engine.recorder().flush();
    Scores scores = Pricing.scores(SET, rows);
    List<BaselineScore> baselines =
        spec.baselines()
            ? BaselinesOf.of(engine, spec.data(), products.subList(0, rows.size()), SET)
            : List.of();
    engine.change(
        run,
        r ->
            r.scored(List.of(scores))
                .against(baselines)
                .with(
                    r.summary()
                        .reached(rows.size(), products.size(), Double.NaN)
                        .scoring(scores.mae())));
    engine.put(run, RunStatus.FINISHED, EvidenceOf.flag(engine.store().get(run)));
    return new Ending.Done(new Outcome.Evaluated(run, scores));
  }

  @Override
  public String explain(Exception failure) {
    return Failures.sentence(failure);
  }

  @Override
  public void abandoned(boolean failed, String reason) {
    engine.putInTheEnd(run, failed ? RunStatus.FAILED : RunStatus.CANCELLED, reason);
  }
}
