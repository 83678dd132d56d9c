package tunebench.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tunebench.Fixtures;
import tunebench.lora.Adapter;
import tunebench.lora.LoraSettings;
import tunebench.model.AdaptedModel;
import tunebench.model.OpenModel;
import tunebench.model.OpenSettings;
import tunebench.quant.Quantization;
import tunebench.tensor.Scope;
import tunebench.token.Batch;
import tunebench.token.TokenizedExample;

class TrainerTest {
  private OpenModel open = open();

  @BeforeEach
  void start() {
    open = open();
  }

  @AfterEach
  void close() {
    open.close();
  }

  private static OpenModel open() {
    return OpenModel.open(
        Fixtures.folder("llama3"),
        OpenSettings.of(Quantization.NF4_DOUBLE, false),
        Device.cpu(),
        p -> {});
  }

  @Test
  void nativeArraysStayFlatOverFiftySteps() {
    try (Scope scope = Scope.on(Device.cpu())) {
      Trainer trainer = trainer(scope, settings(4, 1, 0.1));
      List<Integer> alive = new ArrayList<>();
      trainer.train(examples(200, 24), step -> alive.add(scope.alive() + open.scope().alive()));
      assertThat(alive).hasSize(50);
      assertThat(alive.subList(1, 50)).containsOnly(alive.get(1));
    }
  }

  @Test
  void paddingChangesNoLoss() {
    TokenizedExample brief = examples(1, 9).getFirst();
    TokenizedExample lengthy = examples(2, 24).getLast();
    assertThat(loss(List.of(brief, lengthy)))
        .isCloseTo((loss(List.of(brief)) + loss(List.of(lengthy))) / 2, within(1e-6));
  }

  @Test
  void theLossIsTheMeanOverLabelledTokensAlsoUnderAccumulation() {
    // Rows with unequally many labels: a mean of batch means would differ.
    List<TokenizedExample> rows =
        List.of(
            new TokenizedExample(0, ids(1, 12), 11, false),
            new TokenizedExample(1, ids(2, 20), 10, false),
            new TokenizedExample(2, ids(3, 15), 13, false),
            new TokenizedExample(3, ids(4, 9), 4, false));
    List<float[]> once = new ArrayList<>();
    for (int accumulation : new int[] {1, 2, 4}) {
      try (Scope scope = Scope.on(Device.cpu());
          Adapter adapter = adapter(scope, 0)) {
        Trainer trainer = trainer(scope, adapter, settings(4 / accumulation, accumulation, 0));
        List<Batch> update =
            IntStream.range(0, accumulation)
                .mapToObj(
                    i -> Batch.of(rows.subList(i * 4 / accumulation, (i + 1) * 4 / accumulation)))
                .toList();
        StepRecord step = trainer.step(update, 0, 1, 0, 1e-3);
        assertThat(step.loss()).isCloseTo(naiveMean(rows), within(1e-5));
        once.add(adapter.update("model.layers.0.self_attn.q_proj").b().toFloatArray());
      }
    }
    assertThat(once.get(1)).containsExactly(once.get(0), within(1e-6f));
    assertThat(once.get(2)).containsExactly(once.get(0), within(1e-6f));
  }

  @Test
  void recomputedActivationsGiveTheSameStepsAlsoWithDropout() {
    List<List<Double>> losses = new ArrayList<>();
    for (boolean checkpointing : new boolean[] {true, false}) {
      try (Scope scope = Scope.on(Device.cpu())) {
        List<Double> seen = new ArrayList<>();
        TrainSettings s = settings(4, 1, 0);
        trainer(
                scope,
                adapter(scope, 0.2),
                new TrainSettings(
                    1, 4, 1, 1e-2, 0, 0, 1, 24, false, false, checkpointing, 0, s.seed()))
            .train(examples(20, 24), step -> seen.add(step.loss()));
        losses.add(seen);
      }
    }
    assertThat(losses.get(0)).hasSize(5);
    for (int i = 0; i < 5; i++) {
      assertThat(losses.get(0).get(i)).isCloseTo(losses.get(1).get(i), within(1e-5));
    }
  }

  @Test
  void theSameSeedGivesTheSameLossesToTheLastDigit() {
    List<List<Double>> losses = new ArrayList<>();
    for (int run = 0; run < 2; run++) {
      try (Scope scope = Scope.on(Device.cpu())) {
        List<Double> seen = new ArrayList<>();
        trainer(scope, settings(4, 1, 0.1)).train(examples(40, 24), s -> seen.add(s.loss()));
        losses.add(seen);
      }
    }
    assertThat(losses.get(0)).isEqualTo(losses.get(1));
  }

  @Test
  void everyRowsLossIsKeptWithItsLine() {
    try (Scope scope = Scope.on(Device.cpu())) {
      List<TokenizedExample> rows = examples(4, 20);
      StepRecord step = trainer(scope, settings(4, 1, 0)).step(List.of(Batch.of(rows)), 0, 1, 0, 0);
      assertThat(step.rows()).containsExactly(0, 1, 2, 3);
      for (int i = 0; i < 4; i++) {
        assertThat(step.rowLosses().get(i)).isCloseTo(loss(List.of(rows.get(i))), within(1e-5));
      }
    }
  }

  private double loss(List<TokenizedExample> rows) {
    try (Scope scope = Scope.on(Device.cpu())) {
      return trainer(scope, settings(4, 1, 0)).step(List.of(Batch.of(rows)), 0, 1, 0, 0).loss();
    }
  }

  /** Each row alone, and the mean over all labels. */
  private double naiveMean(List<TokenizedExample> rows) {
    double sum = 0;
    int labels = 0;
    for (TokenizedExample row : rows) {
      sum += loss(List.of(row)) * row.labels();
      labels += row.labels();
    }
    return sum / labels;
  }

  private Trainer trainer(Scope scope, TrainSettings settings) {
    return trainer(scope, adapter(scope, 0), settings);
  }

  private Trainer trainer(Scope scope, Adapter adapter, TrainSettings settings) {
    return new Trainer(scope, AdaptedModel.of(open.model(), adapter.trained()), settings);
  }

  private Adapter adapter(Scope scope, double dropout) {
    LoraSettings settings =
        new LoraSettings(4, 8, dropout, List.of("q_proj", "v_proj", "down_proj"), false);
    return Adapter.fresh(scope, settings, open.model().parts().projections(), 1);
  }

  private static TrainSettings settings(int batch, int accumulation, double warmup) {
    return new TrainSettings(
        1, batch, accumulation, 1e-3, warmup, 0.001, 0.3, 24, false, true, true, 0, 42);
  }

  private List<TokenizedExample> examples(int count, int length) {
    List<TokenizedExample> examples = new ArrayList<>();
    for (int row = 0; row < count; row++) {
      examples.add(new TokenizedExample(row, ids(row, length), length - 3, false));
    }
    return examples;
  }

  private int[] ids(int seed, int length) {
    return new Random(seed).ints(length, 0, open.model().config().vocabSize()).toArray();
  }
}
