package tunebench.service.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tunebench.protocol.JobReply;
import tunebench.protocol.JobRequest;
import tunebench.protocol.ModelReply;
import tunebench.protocol.ModelRequest;
import tunebench.protocol.Outcome;
import tunebench.protocol.RunRequest;
import tunebench.protocol.Task;
import tunebench.run.ModelChoice;
import tunebench.run.RunFilter;
import tunebench.run.TrainSpec;
import tunebench.service.TinyShop;

/** What labs 1 and 4 ask of models: parts, errors, adapters, memory. */
class ModelRequestsTest extends ServedShop {

  @Test
  void aModelIsTakenApart() {
    String folder = model.toString();
    ModelReply.ModelInfo info = client.send(new ModelRequest.Describe(folder));
    ModelReply.ModuleNode root = client.send(new ModelRequest.Tree(folder, "nf4")).root();
    assertThat(root.parameters()).isEqualTo(info.parameters());
    var table = client.send(new ModelRequest.Footprints(folder, List.of(), 4, List.of("q_proj")));
    assertThat(table.rows())
        .allSatisfy(
            f ->
                assertThat(f.totalBytes())
                    .isEqualTo(
                        f.weightBytes()
                            + f.constantBytes()
                            + f.unquantizedBytes()
                            + f.adapterBytes()));
    String tensor = "model.layers.0.mlp.up_proj.weight";
    var histogram = client.send(new ModelRequest.Histogram(folder, tensor, 40));
    assertThat(histogram.counts().stream().mapToLong(Long::longValue).sum()).isEqualTo(64 * 32);
    assertThat(histogram.deviation()).isCloseTo(0.02, within(0.002));
    List<ModelReply.QuantizationError> errors =
        client.send(new ModelRequest.QuantizationErrors(folder, tensor)).rows();
    assertThat(rmse(errors, "bf16")).isZero();
    assertThat(rmse(errors, "int8")).isPositive().isLessThan(rmse(errors, "nf4"));
    assertThat(rmse(errors, "nf4")).isLessThan(rmse(errors, "fp4"));
    assertThat(rmse(errors, "nf4")).isLessThan(rmse(errors, "int4"));
    for (String format : List.of("nf4", "int4", "int8")) {
      var map = client.send(new ModelRequest.ErrorMap(folder, tensor, format, 16, 8));
      // 64 by 32 weights in 16 by 8 cells: all cells are of one size, so their mean square is the
      // whole's.
      double mean = map.cells().stream().mapToDouble(c -> c * c).average().orElseThrow();
      assertThat(Math.sqrt(mean)).isCloseTo(rmse(errors, format), within(1e-9));
    }
    var tokenizers =
        client.send(new ModelRequest.CompareTokenizers(List.of(folder), List.of("999", "1000")));
    assertThat(tokenizers.tokenizers().getFirst().singleTokenPrices()).isEqualTo(1000);
    assertThat(tokenizers.tokenizers().getFirst().cuts().getFirst().pieces())
        .containsExactly("999");
  }

  private static double rmse(List<ModelReply.QuantizationError> errors, String kind) {
    return errors.stream()
        .filter(e -> e.quantization().equals(kind))
        .mapToDouble(ModelReply.QuantizationError::rmse)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void anAdapterThatIsBroughtInStandsAmongTheRunsUntilItIsDeleted() {
    String source = "src/test/resources/tunebench/fixtures/llama3/adapter";
    var info = client.send(new ModelRequest.ImportAdapter(source, "made elsewhere"));
    var runs = client.send(new RunRequest.Runs(RunFilter.newest(10))).runs();
    assertThat(runs).hasSize(1);
    assertThat(runs.getFirst().id()).isEqualTo(info.id());
    assertThat(runs.getFirst().name()).isEqualTo("made elsewhere");
    assertThat(runs.getFirst().tags()).containsExactly("imported");
    var record = client.send(new RunRequest.Run(info.id())).run();
    assertThat(record.settings()).containsEntry("adapter.rank", Integer.toString(info.rank()));
    assertThat(client.send(new ModelRequest.Adapters()).adapters()).hasSize(1);
    var _ = client.send(new RunRequest.Delete(info.id()));
    assertThat(client.send(new ModelRequest.Adapters()).adapters()).isEmpty();
    assertThat(Path.of(info.folder())).doesNotExist();
  }

  @Test
  void aLoadedModelHoldsWhatItsConfigForetells() {
    JobReply.JobDetail detail =
        done(new Task.LoadModel(new ModelChoice(model.toString(), "nf4", "cpu")));

    var loaded = (Outcome.Loaded) Objects.requireNonNull(detail.outcome());

    assertThat(client.send(new JobRequest.Job(detail.job().id())).job().peakBytes())
        .as("the peak is never below what it holds in the end; so small a model may load unseen")
        .isGreaterThanOrEqualTo(loaded.measuredBytes());
    // The tables of codes, 3.3 kB, come on top.
    assertThat(loaded.measuredBytes() - loaded.computed().totalBytes()).isBetween(0L, 5_000L);
  }

  @Test
  void aPlanThatDoesNotFitNamesWhatWould() {
    TrainSpec spec = TinyShop.spec(model, dataset, 4, 2);
    var small = client.send(new ModelRequest.PlanMemory(spec));
    assertThat(small.fits()).isTrue();
    assertThat(small.items())
        .extracting(ModelReply.MemoryItem::name)
        .containsExactlyInAnyOrder(
            "weights", "adapter", "gradients", "optimizer", "activations", "logits", "context");
    assertThat(small.items()).allSatisfy(item -> assertThat(item.why()).isNotBlank());
    assertThat(small.freeBytes()).as("compared with free, not total, memory").isPositive();
    TrainSpec huge =
        Specs.with(Specs.with(spec, "training.batch", "1048576"), "training.maxTokens", "256");
    var plan = client.send(new ModelRequest.PlanMemory(huge));
    assertThat(plan.fits()).isFalse();
    ModelReply.MemoryAdvice first = plan.advice().getFirst();
    assertThat(first.fits()).isTrue();
    assertThat(first.setting()).isEqualTo("training.batch");
    var changed =
        client.send(new ModelRequest.PlanMemory(Specs.with(huge, first.setting(), first.to())));
    assertThat(changed.fits()).isTrue();
    assertThat(plan.totalBytes() - changed.totalBytes()).isEqualTo(first.freesBytes());
  }
}
