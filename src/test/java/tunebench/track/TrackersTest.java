package tunebench.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tunebench.BadInputException;

class TrackersTest {
  @TempDir private Path home = Path.of("");

  private Trackers trackers(Map<String, String> variables) {
    return new Trackers(variables, home, name -> "");
  }

  @Test
  void kindsAreMade() throws Exception {
    Trackers all = trackers(Map.of("WANDB_API_KEY", "k", "MLFLOW_TRACKING_URI", "http://m:1/"));
    for (String kind : new String[] {"wandb", "wandb-offline", "mlflow", "tensorboard"}) {
      try (Sink made = all.make(kind, home)) {
        assertThat(made.name()).isEqualTo(kind);
      }
    }
    assertThat(Trackers.project("wandb=ada/prices")).isEqualTo("prices");
    assertThat(Trackers.project("tensorboard=logs")).isEqualTo("pricer");
  }

  @Test
  void whatIsMissingIsSaid() throws Exception {
    assertThatThrownBy(() -> trackers(Map.of()).check("wandb"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("WANDB_API_KEY");
    assertThatThrownBy(() -> trackers(Map.of()).check("mlflow"))
        .hasMessageContaining("mlflow needs an http address");
    assertThatThrownBy(() -> trackers(Map.of()).check("comet"))
        .hasMessageContaining("\"comet\" is no tracker; choose wandb,");
    Files.writeString(
        home.resolve(".netrc"), "machine api.wandb.ai\n  login user\n  password abc\n");
    trackers(Map.of()).check("wandb");
  }
}
