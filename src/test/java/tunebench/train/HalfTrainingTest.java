package tunebench.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tunebench.Fixtures;
import tunebench.lora.Adapter;
import tunebench.lora.LoraSettings;
import tunebench.model.AdaptedModel;
import tunebench.model.OpenModel;
import tunebench.model.OpenSettings;
import tunebench.quant.Quantization;
import tunebench.tensor.Dtype;
import tunebench.tensor.Scope;
import tunebench.token.Batch;
import tunebench.token.TokenizedExample;

/** What cards without bfloat16 do, on the CPU. */
class HalfTrainingTest {
  @Test
  void losses16BitsWideFollowThoseOf32() {
    List<Double> wide = losses(Dtype.FLOAT32);
    List<Double> half = losses(Dtype.FLOAT16);
    assertThat(half.getLast()).isLessThan(half.getFirst() - 0.01);
    for (int step = 0; step < wide.size(); step++) {
      assertThat(half.get(step)).isCloseTo(wide.get(step), within(0.02));
    }
  }

  @Test
  void aGradientThatOverflowsHalvesTheScaleAndChangesNothing() {
    LossScale scale = new LossScale(true, 1024);
    assertThat(scale.accepts(Double.POSITIVE_INFINITY)).isFalse();
    assertThat(scale.accepts(Double.NaN)).isFalse();
    assertThat(scale.factor()).isEqualTo(256);
    assertThat(scale.accepts(3)).isTrue();
    for (int step = 0; step < 2000; step++) {
      scale.accepts(1);
    }
    assertThat(scale.factor()).isEqualTo(512);
  }

  @Test
  void withoutScaleNothingIsLookedAt() {
    assertThat(LossScale.none().dynamic()).isFalse();
    assertThat(LossScale.none().factor()).isEqualTo(1);
  }

  private static List<Double> losses(Dtype compute) {
    try (OpenModel open =
            OpenModel.open(
                Fixtures.folder("llama3"),
                new OpenSettings(Quantization.NF4_DOUBLE, compute, false),
                Device.cpu(),
                p -> {});
        Scope scope = Scope.on(Device.cpu());
        Adapter adapter =
            Adapter.fresh(
                scope,
                new LoraSettings(4, 8, 0, List.of("q_proj", "v_proj"), false),
                open.model().parts().projections(),
                7)) {
      TrainSettings settings =
          new TrainSettings(1, 3, 1, 1e-2, 0, 0, 1, 24, false, false, true, 0, 42);
      Trainer trainer =
          Trainer.composed(scope, AdaptedModel.of(open.model(), adapter.trained()), settings);
      Batch batch = batch();
      List<Double> losses = new ArrayList<>();
      for (int step = 0; step < 6; step++) {
        losses.add(trainer.step(List.of(batch), step, 6, 0, 1e-2).loss());
      }
      return losses;
    }
  }

  private static Batch batch() {
    Random random = new Random(3);
    List<TokenizedExample> rows = new ArrayList<>();
    for (int row = 0; row < 3; row++) {
      rows.add(new TokenizedExample(row, random.ints(12, 3, 60).toArray(), 9, false));
    }
    return Batch.of(rows);
  }
}
