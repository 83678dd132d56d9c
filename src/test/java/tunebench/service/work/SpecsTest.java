package tunebench.service.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tunebench.BadInputException;
import tunebench.run.TrainSpec;
import tunebench.service.TinyShop;

class SpecsTest {
  @Test
  void anySettingCanBeSwept() {
    TrainSpec spec = TinyShop.spec(Path.of("model"), "data-1", 4, 2);
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
}
