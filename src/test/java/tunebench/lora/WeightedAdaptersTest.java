package tunebench.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tunebench.BadInputException;
import tunebench.Fixtures;
import tunebench.tensor.Scope;

class WeightedAdaptersTest {
  private final Scope scope = Scope.on(Device.cpu());

  @AfterEach
  void close() {
    scope.close();
  }

  @ParameterizedTest
  @EnumSource(Combination.class)
  void tensorsAndSettingsEqualThoseOfPeft(Combination how) {
    Adapter ours =
        WeightedAdapters.combine(
            scope, how, List.of(read("llama3/adapter"), read("peft/second")), List.of(0.7, -0.4));
    Adapter theirs = read("peft/combined/" + how.name().toLowerCase(Locale.ROOT));
    assertThat(ours.modules().keySet()).isEqualTo(theirs.modules().keySet());
    theirs
        .modules()
        .forEach(
            (path, update) -> {
              assertThat(Fixtures.distance(ours.update(path).a(), update.a())).isLessThan(1e-6);
              assertThat(Fixtures.distance(ours.update(path).b(), update.b())).isLessThan(1e-6);
              assertThat(ours.update(path).scaling()).isEqualTo(update.scaling());
              assertThat(ours.settings().targets(path)).isTrue();
            });
    assertThat(ours.settings().rank()).isEqualTo(theirs.settings().rank());
    assertThat(ours.settings().alpha()).isEqualTo(theirs.settings().alpha());
  }

  @Test
  void catIsTheWeightedSumOfUpdatesWithAnyRanksAndScalings() {
    List<Adapter> parts = List.of(read("peft/patterns"), read("llama3/adapter"));
    List<Double> weights = List.of(0.3, 1.2);
    Adapter sum = WeightedAdapters.combine(scope, Combination.CAT, parts, weights);
    for (String path : sum.modules().keySet()) {
      NDArray want = null;
      for (int i = 0; i < parts.size(); i++) {
        Adapter.Update update = parts.get(i).modules().get(path);
        if (update != null) {
          NDArray part = product(update).mul(weights.get(i));
          want = want == null ? part : want.add(part);
        }
      }
      assertThat(Fixtures.distance(product(sum.update(path)), Objects.requireNonNull(want)))
          .isLessThan(1e-5);
      assertThat(sum.update(path).rank()).isEqualTo(sum.settings().rank(path));
    }
  }

  @Test
  void oneAdapterWithWeightOneIsItself() {
    Adapter one = read("peft/second");
    Adapter same = WeightedAdapters.combine(scope, Combination.LINEAR, List.of(one), List.of(1.0));
    one.modules()
        .forEach(
            (path, update) ->
                assertThat(Fixtures.distance(product(same.update(path)), product(update)))
                    .isLessThan(1e-6));
  }

  @Test
  void whatHasNoSumIsRefused() {
    refused(Combination.LINEAR, List.of("peft/patterns", "peft/second"), "combine them with cat");
    refused(Combination.CAT, List.of("peft/second", "peft/dora"), "DoRA");
    assertThatThrownBy(
            () -> WeightedAdapters.combine(scope, Combination.CAT, List.of(), List.of(1.0)))
        .isInstanceOf(BadInputException.class);
  }

  private void refused(Combination how, List<String> names, String complaint) {
    List<Adapter> adapters = names.stream().map(this::read).toList();
    assertThatThrownBy(() -> WeightedAdapters.combine(scope, how, adapters, List.of(1.0, 1.0)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(complaint);
  }

  private static NDArray product(Adapter.Update update) {
    return update.b().matMul(update.a()).mul(update.scaling());
  }

  private Adapter read(String name) {
    return AdapterFolder.read(scope, Fixtures.folder(name));
  }
}
