package tunebench.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScriptTest {
  @Test
  void methodsTakeTensorsListsAndNumbers() {
    Script script =
        Script.of(
            """
              def scale(self: __torch__.M, x: Tensor, ws: List[Tensor], factor: float) -> List[Tensor]:
                y = x * factor + ws[0]
                if bool(torch.any(torch.gt(y, 100.0))):
                  y = torch.neg(y)
                return [y, torch.to(y, 15, False, False, None)]
            """);
    try (Scope scope = Scope.on(Device.cpu())) {
      NDArray x = scope.floats(new float[] {1, 2}, 2);
      var out = script.call(scope, "scale", x, List.of(x), 2.0);
      assertThat(out.get(0).toFloatArray()).containsExactly(3, 6);
      assertThat(out).hasSize(2);
      assertThat(script.call(scope, "scale", x, List.of(x), 100.0).get(0).toFloatArray())
          .containsExactly(-101, -202);
    }
  }

  @Test
  void gradientsFlowToTrackedLeavesWithAnUpstreamGradient() {
    Script script =
        Script.of(
            """
              def square(self: __torch__.M, x: Tensor) -> Tensor:
                return torch.mul(x, x)
            """);
    try (Scope scope = Scope.on(Device.cpu())) {
      NDArray x = scope.floats(new float[] {1, 2, 3}, 3);
      Gradients.track(x);
      NDArray y = script.record(scope, "square", x).head();
      Gradients.backward(y, scope.floats(new float[] {1, 10, 100}, 3));
      assertThat(Gradients.of(x).toFloatArray()).containsExactly(2, 40, 600);
    }
  }
}
