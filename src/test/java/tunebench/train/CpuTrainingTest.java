package tunebench.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import tunebench.Fixtures;
import tunebench.llama.LanguageModel;
import tunebench.lora.Adapter;
import tunebench.lora.LoraSettings;
import tunebench.model.AdaptedModel;
import tunebench.model.OpenModel;
import tunebench.model.OpenSettings;
import tunebench.quant.Quantization;
import tunebench.tensor.Scope;
import tunebench.tensor.cpu.CpuKernels;
import tunebench.token.Batch;
import tunebench.token.TokenizedExample;

/** Training on a CPU, optimizer and all, against autograd and libtorch's AdamW. */
class CpuTrainingTest {
  private static final int STEPS = 20;
  private static final int BATCHES = 4;
  private static final double RATE = 1e-3;

  @Test
  void lossesOfTheShippedModelAreAutograds() {
    Assumptions.assumeTrue(CpuKernels.found(), "this machine's libtorch has no such products");
    try (OpenModel open =
        OpenModel.open(
            Fixtures.shippedModel(),
            OpenSettings.of(Quantization.NF4_DOUBLE, false),
            Device.cpu(),
            share -> {})) {
      List<StepRecord> wanted = train(open, Trainer::composed);
      List<StepRecord> found = train(open, Trainer::new);
      for (int step = 0; step < STEPS; step++) {
        assertThat(found.get(step).loss())
            .as("loss of step %d", step)
            .isCloseTo(wanted.get(step).loss(), within(1e-4));
        assertThat(found.get(step).gradientNorm())
            .isCloseTo(wanted.get(step).gradientNorm(), within(1e-3));
      }
      assertThat(found.getLast().loss()).isLessThan(found.getFirst().loss() - 1);
    }
  }

  private interface Making {
    Trainer of(Scope scope, LanguageModel model, TrainSettings settings);
  }

  private static List<StepRecord> train(OpenModel open, Making making) {
    LoraSettings lora = new LoraSettings(16, 32, 0, LoraSettings.ALL, false);
    TrainSettings settings =
        new TrainSettings(1, 3, 1, RATE, 0, 0.01, 0.3, 48, false, false, false, 0, 42);
    try (Scope scope = open.scope().child();
        Adapter adapter = Adapter.fresh(scope, lora, open.model().parts().projections(), 42)) {
      Trainer trainer =
          making.of(scope, AdaptedModel.of(open.model(), adapter.trained()), settings);
      List<StepRecord> records = new ArrayList<>();
      for (int step = 0; step < STEPS; step++) {
        records.add(trainer.step(List.of(batch(step % BATCHES)), step, STEPS, 0, RATE));
      }
      return records;
    }
  }

  /** Rows of different lengths, the same ones for the same number. */
  private static Batch batch(int number) {
    Random random = new Random(number);
    List<TokenizedExample> rows = new ArrayList<>();
    for (int row = 0; row < 3; row++) {
      int length = 20 + random.nextInt(28);
      rows.add(
          new TokenizedExample(row, random.ints(length, 0, 3500).toArray(), length - 3, false));
    }
    return Batch.of(rows);
  }
}
