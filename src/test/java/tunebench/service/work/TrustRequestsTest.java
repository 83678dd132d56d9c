package tunebench.service.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tunebench.BadInputException;
import tunebench.eval.NoiseFloor;
import tunebench.protocol.DataRequest;
import tunebench.protocol.JobInfo;
import tunebench.protocol.JobRequest;
import tunebench.protocol.JobState;
import tunebench.protocol.Outcome;
import tunebench.protocol.RunRequest;
import tunebench.protocol.Task;
import tunebench.protocol.TrustReply;
import tunebench.protocol.TrustRequest;
import tunebench.run.DataChoice;
import tunebench.run.DecoderChoice;
import tunebench.run.EvaluateSpec;
import tunebench.run.EvaluationRow;
import tunebench.run.ModelChoice;
import tunebench.run.NoiseBand;
import tunebench.run.PairedVerdict;
import tunebench.run.PriceBelief;
import tunebench.run.RunComparison;
import tunebench.run.StepPoint;
import tunebench.service.TinyShop;
import tunebench.service.Waiting;

/** What the service says of a figure's trustworthiness, each question through JSON. */
class TrustRequestsTest extends ServedShop {

  private DataChoice data() {
    return new DataChoice(dataset, "V1", 0, 8, 20, 42);
  }

  private EvaluateSpec spec(String name, String format, String adapter, String decoder) {
    return new EvaluateSpec(
        name,
        new ModelChoice(model.toString(), format, "cpu"),
        adapter,
        "last",
        data(),
        "test",
        0,
        new DecoderChoice(decoder, 4),
        4,
        64,
        true);
  }

  private String evaluated(String name, String format, String decoder) {
    JobInfo job = Waiting.submit(client, new Task.Evaluate(spec(name, format, "", decoder)));
    Waiting.state(client, job.id(), JobState.DONE);
    return job.run();
  }

  private List<EvaluationRow> rows(String run) {
    return client.send(new RunRequest.Rows(run, "final")).rows();
  }

  @Test
  void everyRowKeepsItsWholeDistributionInFigures() {
    for (String decoder : List.of("generate", "median")) {
      List<EvaluationRow> rows = rows(evaluated(decoder, "nf4", decoder));
      assertThat(rows).hasSize(20);
      for (EvaluationRow row : rows) {
        PriceBelief belief = Objects.requireNonNull(row.belief());
        assertThat(row.distribution()).hasSize(20);
        assertThat(row.distribution().getFirst().price()).isEqualTo(belief.mode());
        assertThat(belief.spans()).hasSize(10);
        assertThat(belief.span(0.8).orElseThrow().probability()).isBetween(0.8, 0.9);
        if (decoder.equals("median")) {
          assertThat(row.guess()).isEqualTo(belief.median());
        }
      }
    }
  }

  @Test
  void evidenceCountsCoverageAndRanksTheDecoders() {
    String run = evaluated("all", "nf4", "mean");
    List<EvaluationRow> rows = rows(run);

    TrustReply.Evidence evidence = client.send(new TrustRequest.Evidence(run));

    long inside =
        rows.stream()
            .filter(
                row -> {
                  var span = Objects.requireNonNull(row.belief()).span(0.8).orElseThrow();
                  double dollar = Math.rint(row.truth());
                  return dollar >= span.low() && dollar <= span.high();
                })
            .count();
    TrustReply.Coverage coverage = Objects.requireNonNull(evidence.coverage());
    assertThat(coverage.covered()).isEqualTo((int) inside);
    assertThat(coverage.n()).isEqualTo(20);
    assertThat(coverage.share()).isBetween(coverage.low(), coverage.high());
    assertThat(evidence.reliability()).hasSize(10);
    assertThat(evidence.decoders())
        .extracting(TrustReply.DecoderScore::decoder)
        .containsExactlyInAnyOrder("generate", "likeliest price", "top-k", "mean", "median");
    assertThat(evidence.decoders())
        .isSortedAccordingTo(Comparator.comparingDouble(TrustReply.DecoderScore::mae));
    double mae = Waiting.run(client, run).scores().getFirst().mae();
    assertThat(evidence.decoders())
        .filteredOn(d -> d.decoder().equals("mean"))
        .singleElement()
        .satisfies(d -> assertThat(d.mae()).isCloseTo(mae, within(1e-9)));
    // Random weights answer around 500 dollars, the shop's prices lie below 70.
    assertThat(evidence.flag()).startsWith("No better than always answering the median price");
    assertThat(Objects.requireNonNull(evidence.leak()).leaked()).isZero();
  }

  @Test
  void theSeedAloneDrawsABandBehindEveryComparison() {
    var base = Specs.with(TinyShop.spec(model, dataset, 3, 3), "data.test", "20");
    JobInfo job =
        Waiting.submit(
            client, new Task.Seeds(base, List.of(1L, 2L, 3L), spec("tuned", "nf4", "", "median")));
    var swept =
        (Outcome.Swept)
            Objects.requireNonNull(Waiting.state(client, job.id(), JobState.DONE).outcome());
    for (JobInfo queued : client.send(new JobRequest.Jobs()).jobs()) {
      Waiting.state(client, queued.id(), JobState.DONE);
    }
    // The same seed once more says nothing of the noise, and must not make it look smaller.
    JobInfo replay = Waiting.submit(client, new Task.Replay(swept.runs().getFirst()));
    Waiting.state(client, replay.id(), JobState.DONE);

    RunComparison comparison =
        client.send(new RunRequest.Compare(swept.runs().subList(0, 2))).comparison();

    NoiseBand noise = Objects.requireNonNull(comparison.noise());
    double[] maes =
        swept.runs().stream()
            .mapToDouble(run -> Waiting.run(client, run).scores().getFirst().mae())
            .toArray();
    assertThat(noise.runs()).containsExactlyInAnyOrderElementsOf(swept.runs());
    assertThat(noise.difference()).isEqualTo(NoiseFloor.of(maes).difference());
    PairedVerdict verdict = comparison.verdicts().getFirst();
    assertThat(verdict.greyed()).isTrue();
    assertThat(verdict.verdict()).contains("The seed alone makes differences").contains("within");
    assertThat(client.send(new TrustRequest.Evidence(swept.runs().getFirst())).noise())
        .isEqualTo(noise);
    assertThat(
            client
                .send(new RunRequest.Compare(List.of(evaluated("bare", "nf4", "median"))))
                .comparison()
                .noise())
        .isNull();
  }

  @Test
  void aTrainingRunsValidationStandsBesideBaselinesToo() {
    var spec = Specs.with(TinyShop.spec(model, dataset, 4, 2), "saving.evaluateEvery", "2");
    JobInfo job = Waiting.submit(client, new Task.Train(spec));
    Waiting.state(client, job.id(), JobState.DONE);
    var run = Waiting.run(client, job.run());
    assertThat(run.scores()).hasSize(2);
    assertThat(run.baselines())
        .extracting(b -> b.name())
        .containsExactly("mean", "median", "text-ridge");
    assertThat(run.baselines()).allMatch(b -> b.scores().n() == 8);
  }

  @Test
  void threeRunsAreJudgedInPairsAndCorrected() {
    List<String> runs =
        List.of(
            evaluated("one", "nf4", "median"),
            evaluated("two", "bf16", "median"),
            evaluated("three", "nf4", "generate"));

    RunComparison comparison = client.send(new RunRequest.Compare(runs)).comparison();

    assertThat(comparison.verdicts()).hasSize(3);
    assertThat(comparison.verdicts())
        .allSatisfy(v -> assertThat(v.verdict()).contains("Corrected for 3 comparisons by Holm's"));
    assertThat(comparison.verdicts().get(0).b()).isEqualTo(runs.get(1));
    assertThat(comparison.verdicts().get(2).a()).isEqualTo(runs.get(1));
    assertThat(comparison.sentence()).startsWith("Of 3 runs ");
    PairedVerdict same =
        client
            .send(new RunRequest.Compare(List.of(runs.get(0), evaluated("one", "nf4", "median"))))
            .comparison()
            .verdicts()
            .getFirst();
    assertThat(same.told()).isEqualTo("CANNOT_TELL");
    assertThat(same.ties()).isEqualTo(20);
    assertThat(same.verdict()).startsWith("Cannot tell “one (2)” from one with n = 20");
  }

  @Test
  void theAtlasSortsEveryRowAndItsRowsGoToCsvAndBack() {
    List<String> runs =
        List.of(evaluated("before", "nf4", "generate"), evaluated("after", "nf4", "median"));
    TrustReply.Atlas atlas = client.send(new TrustRequest.Atlas(runs.get(0), runs.get(1)));
    assertThat(atlas.rows()).hasSize(20);
    assertThat(atlas.counts().keySet())
        .containsExactlyInAnyOrder("FIXED", "BROKEN", "BOTH_RIGHT", "BOTH_WRONG");
    assertThat(atlas.counts().values().stream().mapToInt(n -> n).sum()).isEqualTo(20);
    for (String kind : List.of("PRICE", "CATEGORY", "LENGTH")) {
      List<Integer> lines = new ArrayList<>();
      atlas.slices().stream()
          .filter(slice -> slice.kind().equals(kind))
          .forEach(slice -> lines.addAll(slice.lines()));
      assertThat(lines)
          .containsExactlyInAnyOrderElementsOf(
              atlas.rows().stream().map(TrustReply.AtlasRow::line).toList());
    }
    List<Integer> brushed = atlas.rows().stream().map(row -> row.line()).skip(15).toList();

    TrustReply.RowsFile file = client.send(new TrustRequest.WriteRows(runs, brushed));
    var back = client.send(new TrustRequest.ReadRows(runs, "rows.csv", file.text()));

    assertThat(file.rows()).isEqualTo(5);
    assertThat(back.lines()).isEqualTo(brushed);
    String forged = file.text().replace(",Lamp ", ",Lamb ");
    assertThatThrownBy(() -> client.send(new TrustRequest.ReadRows(runs, "forged.csv", forged)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("forged.csv says that line " + brushed.getFirst());
  }

  @Test
  void aDatasetsFaultsAreFoundBeforeAnyRun() throws IOException {
    StringBuilder text = new StringBuilder("title,description,price\n");
    for (int i = 0; i < 60; i++) {
      text.append("Lamp %d,\"Oak, size %d, shade %d\",%d.99\n".formatted(i, i % 7, i % 5, 10 + i));
    }
    text.append("Leaky lamp,\"A fine lamp, now only $123.50 here\",123.50\n");
    text.append("Lamp 3,\"Oak, size 3, shade 3\",88.00\n");
    Path file = Files.writeString(folder.resolve("faulty.csv"), text);
    var choice = new DataRequest.ImportChoice(java.util.Map.of(), true, false, 0, 0, null, null);
    String id = client.send(new DataRequest.Import(file.toString(), choice)).id();

    TrustReply.DataFindings found =
        client.send(
            new TrustRequest.CheckData(
                new DataChoice(id, "V1", 0, 8, 20, 42), model.toString(), 64));

    assertThat(found.leaks()).extracting(TrustReply.Leak::line).containsExactly(62);
    assertThat(found.exact()).isEqualTo(1);
    assertThat(found.risks().getFirst().line()).isEqualTo(62);
    assertThat(found.riskCounts()).containsEntry("PRICE_IN_PROMPT", 1);
    assertThat(found.effects()).extracting(TrustReply.LeakEffect::who).contains("median");
    assertThat(found.sentences().getFirst()).isEqualTo("62 rows in, 62 products, 0 rejected.");
  }

  /** One row's answer is nonsense to everything else that is learned; its loss must tell. */
  @Test
  void aPlantedCorruptRowRanksFirstAtItsStep() throws IOException {
    StringBuilder text = new StringBuilder("title,description,price\n");
    for (int i = 0; i < 59; i++) {
      text.append("Lamp %d,\"Oak, size %d, shade %d\",20.00\n".formatted(i, i % 7, i % 5));
    }
    text.append("Lamp 59,\"Oak, size 3, shade 4\",987.00\n");
    String id = Waiting.dataset(client, Files.writeString(folder.resolve("planted.csv"), text));
    int corrupt = 61;
    var spec = Specs.with(TinyShop.spec(model, id, 200, 200), "training.learningRate", "0.02");
    spec = Specs.with(Specs.with(spec, "data.validation", "0"), "data.test", "0");
    JobInfo job = Waiting.submit(client, new Task.Train(spec));
    Waiting.state(client, job.id(), JobState.DONE);

    List<StepPoint> late =
        Waiting.steps(client, job.run()).stream()
            .filter(step -> step.step() > 60 && step.rows().contains(corrupt))
            .toList();

    assertThat(late).hasSizeGreaterThan(5);
    for (StepPoint step : late) {
      int first =
          IntStream.range(0, step.rows().size())
              .boxed()
              .max(Comparator.comparingDouble(i -> step.rowLosses().get(i)))
              .orElseThrow();
      assertThat(step.rows().get(first)).isEqualTo(corrupt);
    }
  }
}
