package tunebench.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tunebench.Fixtures;
import tunebench.fused.FusedModel;
import tunebench.fused.Obstacles;
import tunebench.llama.LanguageModel;
import tunebench.llama.Parts;
import tunebench.lora.Adapter;
import tunebench.lora.LoraSettings;
import tunebench.model.AdaptedModel;
import tunebench.model.OpenModel;
import tunebench.model.OpenSettings;
import tunebench.nn.DenseProjection;
import tunebench.nn.Projection;
import tunebench.quant.Int8Projection;
import tunebench.quant.Quantization;
import tunebench.tensor.Dtype;
import tunebench.tensor.Kernels;
import tunebench.tensor.Scope;
import tunebench.tensor.cpu.CpuKernels;
import tunebench.token.Batch;
import tunebench.token.TokenizedExample;

/** The gradient written by hand against autograd's. */
class FusedPassTest {
  private static final List<String> ATTENTION = List.of("q_proj", "k_proj", "v_proj", "o_proj");
  private static final List<String> FEED = List.of("down_proj", "up_proj", "gate_up_proj");

  @ParameterizedTest
  @CsvSource({
    "llama3, fp32, attention, false",
    "llama3, nf4, all, true",
    "llama3, nf4-double, feed, false",
    "llama3, nf4-all, attention, true",
    "llama3, bf16, all, false",
    "llama-tied, nf4-double, all, false",
    "mistral, nf4-double, attention, true",
    "qwen2, nf4-double, all, false",
    "qwen3, nf4-double, all, true",
    "phi3, nf4-double, all, false",
    "gemma3, nf4-double, all, true",
    "llama3, int8, all, false",
    "mistral, int8, attention, true",
  })
  void lossesAndGradientsEqualAutograds(
      String family, String kind, String targets, boolean checkpointing) {
    try (OpenModel open =
            OpenModel.open(
                Fixtures.folder(family),
                OpenSettings.of(Quantization.of(kind), false),
                Device.cpu(),
                p -> {});
        Scope scope = Scope.on(Device.cpu());
        Adapter adapter =
            Adapter.fresh(scope, settings(targets), open.model().parts().projections(), 7)) {
      stir(adapter);
      LanguageModel model = AdaptedModel.of(open.model(), adapter.trained());
      assertThat(Obstacles.of(model, false, true)).isEmpty();
      LayerwisePass autograd = new LayerwisePass(model, checkpointing);
      List<FusedPass> passes = new ArrayList<>();
      passes.add(new FusedPass(FusedModel.of(scope, model, Kernels.torch(), true), checkpointing));
      CpuKernels.of(Dtype.FLOAT32)
          .ifPresent(
              kernels ->
                  passes.add(
                      new FusedPass(FusedModel.of(scope, model, kernels, true), checkpointing)));
      for (int round = 0; round < 2; round++) {
        Batch batch = batch(round);
        float[] wanted = autograd.run(scope, batch, 0.05, 3, round == 0).toFloatArray();
        for (FusedPass fused : passes) {
          float[] found = fused.run(scope, batch, 0.05, 3, round == 0).toFloatArray();
          if (kind.equals("int8")) {
            mostRowsAgree(found, wanted, batch);
          } else {
            assertThat(found).containsExactly(wanted, within(2e-5f));
          }
        }
      }
      double most = kind.equals("int8") ? 0.05 : 2e-4;
      passes.forEach(fused -> gradientsAgree(fused, autograd, most));
    }
  }

  @Test
  void oneProjectionOfAGroupMayBeInEightBits() {
    LoraSettings lora = new LoraSettings(4, 8, 0, LoraSettings.ALL, false);
    try (OpenModel open =
            OpenModel.open(
                Fixtures.folder("llama3"),
                OpenSettings.of(Quantization.BF16, false),
                Device.cpu(),
                p -> {});
        Scope scope = Scope.on(Device.cpu())) {
      Parts mixed =
          open.model().parts().wrap((path, p) -> path.endsWith("v_proj") ? bytes(scope, p) : p);
      LanguageModel base = new LanguageModel(open.model().config(), mixed);
      try (Adapter adapter = Adapter.fresh(scope, lora, mixed.projections(), 7)) {
        stir(adapter);
        LanguageModel model = AdaptedModel.of(base, adapter.trained());
        assertThat(Obstacles.of(model, false, true)).isEmpty();
        LayerwisePass autograd = new LayerwisePass(model, false);
        FusedPass fused =
            new FusedPass(
                FusedModel.of(
                    scope, model, CpuKernels.of(Dtype.FLOAT32).orElseGet(Kernels::torch), true),
                false);
        float[] wanted = autograd.run(scope, batch(0), 0.05, 3, true).toFloatArray();
        float[] found = fused.run(scope, batch(0), 0.05, 3, true).toFloatArray();
        mostRowsAgree(found, wanted, batch(0));
        gradientsAgree(fused, autograd, 0.05);
      }
    }
  }

  private static Projection bytes(Scope scope, Projection projection) {
    return Int8Projection.encode(
            scope, ((DenseProjection) projection).weight(), projection.bias(), Dtype.FLOAT32)
        .forCpu(scope, Dtype.FLOAT32);
  }

  @ParameterizedTest
  @CsvSource({"llama3, nf4, true", "llama3, bf16, false", "qwen3, nf4-double, false"})
  void bothKindsOfKernelsDropTheSame(String family, String kind, boolean checkpointing) {
    Optional<Kernels> cpu = CpuKernels.of(Dtype.FLOAT32);
    Assumptions.assumeTrue(cpu.isPresent(), "this machine has no such products");
    LoraSettings lora = new LoraSettings(8, 16, 0.3, LoraSettings.ALL, false);
    try (OpenModel open =
            OpenModel.open(
                Fixtures.folder(family),
                OpenSettings.of(Quantization.of(kind), false),
                Device.cpu(),
                p -> {});
        Scope scope = Scope.on(Device.cpu());
        Adapter adapter = Adapter.fresh(scope, lora, open.model().parts().projections(), 7)) {
      stir(adapter);
      LanguageModel model = AdaptedModel.of(open.model(), adapter.trained());
      FusedPass wanted =
          new FusedPass(FusedModel.of(scope, model, Kernels.torch(), true), checkpointing);
      FusedPass found = new FusedPass(FusedModel.of(scope, model, cpu.get(), true), checkpointing);
      for (int round = 0; round < 2; round++) {
        Batch batch = batch(round);
        assertThat(found.run(scope, batch, 0.05, 3 + round, round == 0).toFloatArray())
            .containsExactly(
                wanted.run(scope, batch, 0.05, 3 + round, round == 0).toFloatArray(),
                within(2e-5f));
      }
      for (int i = 0; i < found.trained().size(); i++) {
        float[] gradient = found.gradients().get(i).toFloatArray();
        assertThat(distance(gradient, wanted.gradients().get(i).toFloatArray()))
            .as("gradient %d", i)
            .isLessThan(2e-4);
      }
    }
  }

  /**
   * A number between two codes of 8 bits gets the one or the other by its last bit, and its row
   * another loss. Without rounding, or with another one, no row would agree.
   */
  private static void mostRowsAgree(float[] found, float[] wanted, Batch batch) {
    Set<Integer> apart = new HashSet<>();
    for (int i = 0; i < wanted.length; i++) {
      assertThat(found[i]).isCloseTo(wanted[i], within(0.05f));
      if (Math.abs(found[i] - wanted[i]) > 2e-5) {
        apart.add(batch.owner()[i]);
      }
    }
    assertThat(apart).hasSizeLessThan(batch.size());
  }

  private static void gradientsAgree(FusedPass fused, LayerwisePass autograd, double most) {
    assertThat(uids(fused.trained())).isEqualTo(uids(autograd.trained()));
    for (int i = 0; i < fused.trained().size(); i++) {
      float[] wanted = autograd.gradients().get(i).toFloatArray();
      float[] found = fused.gradients().get(i).toFloatArray();
      assertThat(distance(found, wanted)).as("gradient %d", i).isLessThan(most);
    }
  }

  private static LoraSettings settings(String targets) {
    // Ranks that are whole eights go beside a group's input; others do not.
    int rank = targets.equals("all") ? 8 : 4;
    return new LoraSettings(
        rank,
        2 * rank,
        0,
        switch (targets) {
          case "attention" -> {
            List<String> names = new ArrayList<>(ATTENTION);
            names.add("qkv_proj");
            yield names;
          }
          case "feed" -> FEED;
          default -> LoraSettings.ALL;
        },
        false);
  }

  /** A fresh adapter's b is zero, and with it half of the gradients. */
  private static void stir(Adapter adapter) {
    Random random = new Random(5);
    adapter
        .modules()
        .values()
        .forEach(
            update -> {
              float[] b = new float[Math.toIntExact(update.b().size())];
              for (int i = 0; i < b.length; i++) {
                b[i] = 0.1f * (float) random.nextGaussian();
              }
              update.b().set(b);
            });
  }

  private static List<String> uids(List<NDArray> arrays) {
    return arrays.stream().map(NDArray::getUid).toList();
  }

  private static Batch batch(int round) {
    Random random = new Random(round);
    List<TokenizedExample> examples = new ArrayList<>();
    for (int row = 0; row < 3; row++) {
      int length = 9 + 5 * row + round;
      examples.add(
          new TokenizedExample(row, random.ints(length, 3, 60).toArray(), length - 2 - row, false));
    }
    return Batch.of(examples);
  }

  private static double distance(float[] found, float[] wanted) {
    double gap = 0;
    double size = 0;
    for (int i = 0; i < wanted.length; i++) {
      gap += Math.pow(found[i] - wanted[i], 2);
      size += Math.pow(wanted[i], 2);
    }
    return Math.sqrt(gap / Math.max(size, 1e-30));
  }
}
