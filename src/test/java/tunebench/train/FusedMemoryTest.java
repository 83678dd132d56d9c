package tunebench.train;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tunebench.Fixtures;
import tunebench.fused.FusedModel;
import tunebench.lora.Adapter;
import tunebench.lora.LoraSettings;
import tunebench.model.AdaptedModel;
import tunebench.model.OpenModel;
import tunebench.model.OpenSettings;
import tunebench.quant.Quantization;
import tunebench.tensor.Kernels;
import tunebench.tensor.Scope;
import tunebench.token.Batch;
import tunebench.token.TokenizedExample;

/** The plan of the fused pass against what the pass itself keeps, to the byte. */
class FusedMemoryTest {
  private static final int ROWS = 3;
  private static final int TOKENS = 32;
  private static final int ANSWER = 2;

  @ParameterizedTest
  @CsvSource({
    "llama3, nf4, '', 8, 0, true",
    "llama3, nf4, '', 8, 0, false",
    "llama3, nf4, '', 4, 0, true",
    "llama3, nf4, '', 8, 0.1, false",
    "llama3, nf4, q_proj v_proj, 8, 0, true",
    "llama3, nf4, q_proj v_proj, 8, 0.1, false",
    "llama3, nf4, down_proj, 8, 0, true",
    "llama3, nf4, down_proj, 8, 0.1, false",
    "llama3, nf4, o_proj up_proj, 8, 0, true",
    "llama3, nf4, o_proj down_proj, 16, 0, false",
    "llama3, bf16, '', 8, 0, true",
    "llama3, bf16, '', 8, 0.1, false",
    "llama3, int8, '', 8, 0, true",
    "llama3, int8, q_proj down_proj, 4, 0.1, false",
    "qwen2, nf4-double, '', 16, 0, true",
    "qwen3, nf4, '', 8, 0, true",
    "qwen3, nf4, '', 8, 0.1, false",
    "qwen3, nf4, o_proj, 8, 0, false",
    "phi3, nf4, '', 8, 0, true",
    "phi3, nf4, gate_up_proj, 4, 0.1, false",
    "gemma3, nf4, '', 8, 0, true",
    "gemma3, nf4, '', 8, 0.1, false",
    "gemma3, nf4, q_proj, 8, 0, true",
    "gemma3, nf4, up_proj, 8, 0, false",
  })
  void isWhatThePassKeeps(
      String family, String kind, String targets, int rank, double dropout, boolean checkpointing) {
    Quantization format = Quantization.of(kind);
    LoraSettings lora =
        new LoraSettings(
            rank,
            2 * rank,
            dropout,
            targets.isEmpty() ? LoraSettings.ALL : List.of(targets.split(" ")),
            false);
    TrainSettings settings =
        new TrainSettings(1, ROWS, 1, 1e-4, 0, 0, 1, TOKENS, false, false, checkpointing, 0, 42);
    try (OpenModel open =
            OpenModel.open(
                Fixtures.folder(family), OpenSettings.fast(format, false), Device.cpu(), p -> {});
        Scope scope = Scope.on(Device.cpu());
        Adapter adapter = Adapter.fresh(scope, lora, open.model().parts().projections(), 7);
        FusedModel fused =
            FusedModel.of(
                scope, AdaptedModel.of(open.model(), adapter.trained()), Kernels.torch(), true)) {
      FusedPass pass = new FusedPass(fused, checkpointing);
      for (int round = 0; round < 2; round++) {
        pass.run(scope, batch(), 0.05, 3, round == 0).toFloatArray();
      }
      FusedMemory plan =
          new FusedMemory(open.model().config(), format, lora, settings, ANSWER, false);
      assertThat(fused.activationBytes()).isEqualTo(plan.activations());
    }
  }

  private static Batch batch() {
    Random random = new Random(1);
    return Batch.of(
        IntStream.range(0, ROWS)
            .mapToObj(
                row ->
                    new TokenizedExample(
                        row, random.ints(TOKENS, 3, 60).toArray(), TOKENS - ANSWER, false))
            .toList());
  }
}
