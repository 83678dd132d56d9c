package tunebench.service.work;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tunebench.data.DatasetImport;
import tunebench.data.ImportSettings;
import tunebench.lora.Adapter;
import tunebench.lora.LoraSettings;
import tunebench.model.AdaptedModel;
import tunebench.model.OpenModel;
import tunebench.model.OpenSettings;
import tunebench.prompt.PriceTemplate;
import tunebench.quant.Quantization;
import tunebench.service.StepPoints;
import tunebench.service.TinyShop;
import tunebench.tensor.Scope;
import tunebench.token.ExampleBuilder;
import tunebench.token.TextTokenizer;
import tunebench.token.TokenizedExample;
import tunebench.track.MlflowSink;
import tunebench.track.TrackedRun;
import tunebench.track.WandbSink;
import tunebench.train.TrainSettings;
import tunebench.train.Trainer;

/**
 * In one run every other step is told to two dead trackers, one that refuses connections and one
 * that never answers: told and untold steps take equally long.
 */
class TellingCostTest {
  private static final int STEPS = 400;

  @TempDir private Path folder = Path.of("");

  @Test
  void deadTrackersCostAStepNothing() throws Exception {
    Path model = TinyShop.model(folder.resolve("model"));
    var dataset =
        DatasetImport.read(TinyShop.csv(folder.resolve("shop.csv"), 64), ImportSettings.DEFAULT);
    TrainSettings settings =
        new TrainSettings(1000, 4, 1, 1e-3, 0.03, 0.001, 0.3, 64, false, false, false, STEPS, 42);
    List<Long> marks = new ArrayList<>();
    try (ServerSocket silent = new ServerSocket(0);
        TextTokenizer tokenizer = TextTokenizer.open(model);
        OpenModel open =
            OpenModel.open(
                model, OpenSettings.of(Quantization.NF4, false), Device.cpu(), share -> {});
        Scope scope = Scope.on(Device.cpu());
        TrackedRun told =
            new TrackedRun(
                folder.resolve("track"),
                List.of(
                    new WandbSink(URI.create("http://127.0.0.1:1"), "k", "", folder.resolve("w")),
                    new MlflowSink(
                        URI.create("http://127.0.0.1:" + silent.getLocalPort()),
                        "",
                        folder.resolve("m"))),
                sentence -> {},
                Map::of,
                Duration.ZERO)) {
      ExampleBuilder builder = new ExampleBuilder(tokenizer, PriceTemplate.V1, 64, false);
      List<TokenizedExample> examples =
          dataset.products().stream().map(p -> Objects.requireNonNull(builder.example(p))).toList();
      Adapter adapter =
          Adapter.fresh(scope, LoraSettings.course(), open.model().parts().projections(), 42);
      Trainer trainer =
          new Trainer(scope, AdaptedModel.of(open.model(), adapter.trained()), settings);
      told.begin("cost1234", "cost", "pricer", Map.of());
      trainer.train(
          examples,
          step -> {
            marks.add(System.nanoTime());
            if (step.step() % 2 == 0) {
              told.step(StepPoints.of(step, 0));
            }
          });
      assertThat(told.backlog()).containsExactly("wandb", "mlflow");
    }
    double ratio = median(marks, 1) / median(marks, 0);
    System.out.printf(
        "telling dead trackers: a told step takes %.3f of the time of an untold one%n", ratio);
    assertThat(ratio).isLessThan(1.2);
  }

  /** Median time from each second mark to the next one; the first steps warm up. */
  private static double median(List<Long> marks, int odd) {
    List<Long> times = new ArrayList<>();
    for (int i = 100 + odd; i + 1 < marks.size(); i += 2) {
      times.add(marks.get(i + 1) - marks.get(i));
    }
    times.sort(null);
    return times.get(times.size() / 2);
  }
}
