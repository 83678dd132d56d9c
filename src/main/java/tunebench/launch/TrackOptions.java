package tunebench.launch;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;
import tunebench.hub.KeptKeys;
import tunebench.service.Home;
import tunebench.track.Sink;
import tunebench.track.TrackedRun;
import tunebench.track.Trackers;

/** Which trackers a run tells; none unless asked for. */
final class TrackOptions {
  private static final int ID = 8;

  @Option(
      names = "--track",
      paramLabel = "KIND",
      description = {
        "Tell a tracker of the run; may be repeated: wandb or wandb=entity/project (key from"
            + " WANDB_API_KEY or wandb login, server from WANDB_BASE_URL), wandb-offline or"
            + " wandb-offline=DIR (for wandb sync), mlflow=URL, tensorboard=DIR.",
        "A tracker that is slow or gone holds nothing up: what it was not told is kept, and the"
            + " command track sends it later."
      })
  private List<String> kinds = List.of();

  List<String> kinds() {
    return kinds;
  }

  static Trackers trackers() {
    return new Trackers(
        System.getenv(),
        Path.of(System.getProperty("user.home")),
        KeptKeys.in(Home.find(null))::get);
  }

  /** Refuses what cannot work before hours are spent. */
  void check() {
    Trackers trackers = trackers();
    kinds.forEach(trackers::check);
  }

  /** Begins to tell, if anybody wants to be told. */
  Optional<TrackedRun> open(Path folder, String name, Map<String, String> settings, PrintWriter err)
      throws IOException {
    if (kinds.isEmpty()) {
      return Optional.empty();
    }
    TrackedRun run = open(kinds, folder, err, Duration.ofSeconds(10));
    run.begin(id(), name, Trackers.project(kinds.getFirst()), settings);
    return Optional.of(run);
  }

  static TrackedRun open(List<String> kinds, Path folder, PrintWriter err, Duration patience)
      throws IOException {
    Trackers trackers = trackers();
    List<Sink> sinks = kinds.stream().map(kind -> trackers.make(kind, folder)).toList();
    return new TrackedRun(
        folder,
        sinks,
        remark -> {
          err.println(remark);
          err.flush();
        },
        Map::of,
        patience);
  }

  private static String id() {
    String letters = "abcdefghijklmnopqrstuvwxyz0123456789";
    SecureRandom random = new SecureRandom();
    StringBuilder id = new StringBuilder();
    for (int i = 0; i < ID; i++) {
      id.append(letters.charAt(random.nextInt(letters.length())));
    }
    return id.toString();
  }
}
