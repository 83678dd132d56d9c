package tunebench.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Trackers are told by a command that names them, and by no other. */
class TrackedTrainCommandTest extends TrainedShop {
  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.map(file -> String.valueOf(file.getFileName())).toList();
    }
  }

  @Test
  void nothingIsToldUnlessAsked() throws IOException {
    CommandOutcome outcome = train("quiet");
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(names(folder.resolve("quiet")))
        .noneMatch(name -> name.startsWith("track") || name.endsWith(".wandb"));
  }

  @Test
  void trackersOfTheCommandAreToldAndOthersLater() throws IOException {
    Path events = folder.resolve("events");
    Path offline = folder.resolve("offline");
    CommandOutcome outcome =
        train("told", "--track", "tensorboard=" + events, "--track", "wandb-offline=" + offline);
    assertThat(outcome.code()).as(outcome.err()).isZero();
    assertThat(names(events)).anyMatch(name -> name.startsWith("events.out.tfevents."));
    assertThat(names(offline))
        .anyMatch(name -> name.matches("run-[a-z0-9]{8}\\.wandb"))
        .anyMatch(name -> name.startsWith("loss_") && name.endsWith(".png"));
    Path later = folder.resolve("later");
    CommandOutcome sent =
        CommandOutcome.of(
            "track",
            "--dir",
            folder.resolve("told/tracking").toString(),
            "--track",
            "wandb-offline=" + later,
            "--track",
            "tensorboard=" + later);
    assertThat(sent.code()).as(sent.err()).isZero();
    assertThat(sent.out()).contains("All was sent.");
    assertThat(names(later)).anyMatch(name -> name.startsWith("events.out.tfevents."));
  }
}
