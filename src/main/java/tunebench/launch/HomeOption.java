package tunebench.launch;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import tunebench.service.Home;

/** Where runs and datasets are kept, for every command that asks for them. */
final class HomeOption {
  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "Folder of runs and datasets; default: TUNEBENCH_HOME or ~/.tunebench.")
  private @Nullable Path home;

  Path folder() {
    return Home.find(home);
  }

  /** The service of that folder. */
  LocalService service() throws IOException {
    return LocalService.at(folder());
  }
}
