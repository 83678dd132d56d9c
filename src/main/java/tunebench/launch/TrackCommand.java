package tunebench.launch;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tunebench.BadInputException;
import tunebench.track.TrackedRun;

/** {@code track}: sends what trackers were not told while they were gone. */
@Command(
    name = "track",
    description =
        "Send trackers what a run told while they were not reached; a run can also be sent to"
            + " another tracker than at first.",
    mixinStandardHelpOptions = true)
final class TrackCommand implements Callable<Integer> {
  @Option(
      names = "--dir",
      required = true,
      paramLabel = "DIR",
      description = "The folder tracking in what train wrote.")
  private Path folder = Path.of("");

  @Option(
      names = "--track",
      required = true,
      paramLabel = "KIND",
      description = "As for train: wandb, wandb-offline, mlflow=URL, tensorboard=DIR.")
  private List<String> kinds = List.of();

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "300",
      description = "How long to try; default: ${DEFAULT-VALUE}.")
  private int seconds;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    if (!Files.exists(TrackedRun.journal(folder))) {
      throw new BadInputException(
          "%s holds no journal.jsonl; give the folder tracking of a run.".formatted(folder));
    }
    PrintWriter err = spec.commandLine().getErr();
    TrackedRun run = TrackOptions.open(kinds, folder, err, Duration.ofSeconds(seconds));
    run.close();
    if (run.backlog().isEmpty()) {
      spec.commandLine().getOut().println("All was sent.");
      return 0;
    }
    err.println("Not all was sent to " + String.join(", ", run.backlog()) + "; try again later.");
    return 1;
  }
}
