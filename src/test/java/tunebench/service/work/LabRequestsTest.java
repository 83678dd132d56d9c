package tunebench.service.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tunebench.BadInputException;
import tunebench.protocol.DataReply;
import tunebench.protocol.DataRequest;
import tunebench.protocol.JobInfo;
import tunebench.protocol.JobRequest;
import tunebench.protocol.JobState;
import tunebench.protocol.ModelReply;
import tunebench.protocol.ModelRequest;
import tunebench.protocol.Outcome;
import tunebench.protocol.RunRequest;
import tunebench.protocol.ServiceReply;
import tunebench.protocol.ServiceRequest;
import tunebench.protocol.Task;
import tunebench.run.DataChoice;
import tunebench.run.DecoderChoice;
import tunebench.run.EvaluateSpec;
import tunebench.run.EvaluationRow;
import tunebench.run.ModelChoice;
import tunebench.run.RunComparison;
import tunebench.run.RunFilter;
import tunebench.run.RunStatus;
import tunebench.run.SettingDifference;
import tunebench.run.TrainSpec;
import tunebench.service.TinyShop;
import tunebench.service.Waiting;

/** The questions that the five labs ask, each once through JSON. */
class LabRequestsTest extends ServedShop {

  @Override
  Path shop() throws IOException {
    Path file = super.shop();
    return Files.writeString(file, Files.readString(file) + "No price,\"x\",free\n");
  }

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

  private static double rmse(List<ModelReply.QuantizationError> errors, String kind) {
    return errors.stream()
        .filter(e -> e.quantization().equals(kind))
        .mapToDouble(ModelReply.QuantizationError::rmse)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aLoadedModelHoldsWhatItsConfigForetells() {
    JobInfo job =
        Waiting.submit(client, new Task.LoadModel(new ModelChoice(model.toString(), "nf4", "cpu")));

    var loaded =
        (Outcome.Loaded)
            Objects.requireNonNull(Waiting.state(client, job.id(), JobState.DONE).outcome());

    assertThat(client.send(new JobRequest.Job(job.id())).job().peakBytes())
        .as("the peak is never below what it holds in the end; so small a model may load unseen")
        .isGreaterThanOrEqualTo(loaded.measuredBytes());
    // The tables of codes, 3.3 kB, come on top.
    assertThat(loaded.measuredBytes() - loaded.computed().totalBytes()).isBetween(0L, 5_000L);
  }

  @Test
  void dataIsSeenOnItsWayToTheModel() {
    DataRequest.ImportChoice choice = DataRequest.ImportChoice.standard();
    DataReply.Preview preview = client.send(new DataRequest.Preview(csv.toString(), choice, 3));
    assertThat(preview.rowsIn()).isEqualTo(61).isEqualTo(preview.accepted() + preview.rejected());
    assertThat(preview.sample()).hasSize(3);
    assertThat(preview.faults())
        .singleElement()
        .satisfies(f -> assertThat(f.value()).isEqualTo("free"));
    DataChoice data = new DataChoice(dataset, "V1", 0, 8, 8, 42);
    var sizes = client.send(new DataRequest.SplitSizes(data));
    assertThat(List.of(sizes.train(), sizes.validation(), sizes.test())).containsExactly(44, 8, 8);
    var lengths = client.send(new DataRequest.TokenLengths(data, "train", model.toString()));
    assertThat(lengths.counts().stream().mapToInt(i -> i).sum()).isEqualTo(44);
    int line =
        client.send(new DataRequest.Products(data, "train", "", 0, 1)).products().getFirst().line();
    var xray = client.send(new DataRequest.Xray(dataset, line, "V1", model.toString(), 182, false));
    assertThat(xray.shortened()).isFalse();
    assertThat(xray.tokens()).hasSize(xray.uncutTokens());
    String learned =
        xray.tokens().stream()
            .filter(DataReply.XrayToken::loss)
            .map(DataReply.XrayToken::text)
            .reduce("", String::concat);
    assertThat(learned).isEqualTo(xray.answer());
    var narrow =
        client.send(new DataRequest.Xray(dataset, line, "V1", model.toString(), 26, false));
    assertThat(narrow.shortened()).isTrue();
    assertThat(narrow.tokens()).hasSizeLessThanOrEqualTo(26);
  }

  @Test
  void runsAreEvaluatedComparedLabelledAndDeleted() throws IOException {
    TrainSpec spec = TinyShop.spec(model, dataset, 4, 2);
    JobInfo sweep =
        Waiting.submit(client, new Task.Sweep(spec, Map.of("adapter.rank", List.of("2", "4"))));
    var swept =
        (Outcome.Swept)
            Objects.requireNonNull(Waiting.state(client, sweep.id(), JobState.DONE).outcome());
    for (JobInfo job : client.send(new JobRequest.Jobs()).jobs()) {
      Waiting.state(client, job.id(), JobState.DONE);
    }
    String before = evaluated("");
    String after = evaluated(swept.runs().getFirst());
    List<EvaluationRow> rows = client.send(new RunRequest.Rows(after, "final")).rows();
    assertThat(rows)
        .hasSize(8)
        .extracting(EvaluationRow::index)
        .containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    assertThat(Waiting.run(client, after).baselines()).hasSize(3);

    RunComparison comparison =
        client.send(new RunRequest.Compare(List.of(before, after))).comparison();

    assertThat(comparison.differences())
        .extracting(SettingDifference::name)
        .contains("adapter")
        .doesNotContain("decoder.kind");
    assertThat(comparison.verdicts())
        .singleElement()
        .satisfies(v -> assertThat(v.n()).isEqualTo(8));
    var ranks = client.send(new RunRequest.Compare(swept.runs())).comparison();
    assertThat(ranks.differences()).extracting(SettingDifference::name).contains("adapter.rank");
    client.send(new RunRequest.Tag(after, List.of("good")));
    client.send(new RunRequest.Note(after, "see\nhere"));
    assertThat(Waiting.run(client, after).notes()).isEqualTo("see\nhere");
    assertThat(client.send(new ModelRequest.Adapters()).adapters()).hasSize(2);
    Path artefacts = Path.of(Waiting.run(client, swept.runs().getFirst()).folder());
    assertThat(artefacts).isDirectory();
    client.send(new RunRequest.Delete(swept.runs().getFirst()));
    assertThat(artefacts).doesNotExist();
    assertThatThrownBy(() -> Waiting.run(client, swept.runs().getFirst()))
        .isInstanceOf(BadInputException.class);
  }

  private String evaluated(String adapter) {
    EvaluateSpec spec =
        new EvaluateSpec(
            "",
            new ModelChoice(model.toString(), "nf4", "cpu"),
            adapter,
            "best",
            new DataChoice(dataset, "V1", 0, 8, 8, 42),
            "test",
            0,
            DecoderChoice.topThree(),
            4,
            64,
            true);
    JobInfo job = Waiting.submit(client, new Task.Evaluate(spec));
    Waiting.state(client, job.id(), JobState.DONE);
    assertThat(Waiting.run(client, job.run()).summary().status()).isEqualTo(RunStatus.FINISHED);
    return job.run();
  }

  @Test
  void anySettingCanBeSwept() {
    TrainSpec spec = TinyShop.spec(model, dataset, 4, 2);
    Specs.flat(spec)
        .forEach(
            (name, value) -> {
              assertThat(Specs.grid(spec, Map.of(name, List.of(value, value)))).hasSize(2);
              assertThat(Specs.flat(Specs.with(spec, name, value)))
                  .as(name)
                  .isEqualTo(Specs.flat(spec));
            });
    List<TrainSpec> grid =
        Specs.grid(
            spec,
            Map.of(
                "adapter.targets",
                List.of("q_proj", "q_proj,v_proj"),
                "training.learningRate",
                List.of("1e-4", "1e-3", "1e-2")));
    assertThat(grid).hasSize(6).extracting(TrainSpec::name).doesNotHaveDuplicates();
    assertThatThrownBy(() -> Specs.grid(spec, Map.of("training.learningRat", List.of("1"))))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("training.learningRate");
  }

  @Test
  void everyRowOfAFileGetsAPrice() throws IOException {
    Path output = folder.resolve("priced.csv");
    JobInfo job =
        Waiting.submit(
            client,
            new Task.Predict(
                new ModelChoice(model.toString(), "bf16", "cpu"),
                "",
                csv.toString(),
                Map.of(),
                "V1",
                DecoderChoice.topThree(),
                64,
                output.toString()));
    Waiting.state(client, job.id(), JobState.DONE);
    List<String> lines = Files.readAllLines(output);
    assertThat(lines).hasSize(62);
    assertThat(lines.getFirst()).isEqualTo("title,description,price,predicted_price");
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

  @Test
  void theDevicesOwnWordsForNoRoomAreUnderstood() {
    try (var scope = tunebench.tensor.Scope.on(tunebench.tensor.Devices.choose("cpu").device())) {
      assertThatThrownBy(() -> scope.zeros(tunebench.tensor.Dtype.FLOAT32, 1L << 44))
          .matches(Failures::outOfMemory, "is understood as lack of memory");
    }
  }

  @Test
  void theDevicePageSaysWhyAndCanBeCopied() {
    ServiceReply.DeviceReport report = client.send(new ServiceRequest.Device(true));
    assertThat(report.reason()).isNotBlank();
    assertThat(report.gigaflops()).isPositive();
    assertThat(report.report()).contains(report.libtorch(), report.chosen(), "gigaflops");
    assertThat(report.devices())
        .isNotEmpty()
        .allSatisfy(d -> assertThat(d.freeBytes()).isBetween(1L, d.totalBytes()));
  }

  @Test
  void waitingJobsAreMovedPausedAndCancelled() {
    TrainSpec spec = TinyShop.spec(model, dataset, 4_000, 4_000);
    JobInfo running = Waiting.submit(client, new Task.Train(spec));
    Waiting.state(client, running.id(), JobState.RUNNING);
    JobInfo second = Waiting.submit(client, new Task.Train(spec));
    JobInfo third = Waiting.submit(client, new Task.Train(spec));
    client.send(new JobRequest.Move(third.id(), 1));
    assertThat(client.send(new JobRequest.Jobs()).jobs().stream().filter(j -> j.place() > 0))
        .extracting(JobInfo::id)
        .containsSubsequence(third.id(), second.id());
    client.send(new JobRequest.Cancel(second.id()));
    assertThat(Waiting.run(client, second.run()).summary().status()).isEqualTo(RunStatus.CANCELLED);
    client.send(new JobRequest.Pause(third.id()));
    client.send(new JobRequest.Cancel(third.id()));
    client.send(new JobRequest.Cancel(running.id()));
    Waiting.state(client, running.id(), JobState.CANCELLED);
    assertThat(Waiting.run(client, running.run()).checkpoints()).isNotEmpty();
    assertThatThrownBy(
            () -> Waiting.submit(client, new Task.Train(Specs.with(spec, "saving.every", "0"))))
        .isInstanceOf(BadInputException.class);
  }
}
