package tunebench.launch;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tunebench.hub.HubCache;
import tunebench.hub.HubSettings;
import tunebench.hub.RepoType;

/** {@code hub list}: what is here, without asking the network. */
@Command(
    name = "list",
    description = "List what was downloaded, by Tunebench or by Python; asks no network.",
    mixinStandardHelpOptions = true)
final class HubListCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    HubCache cache = new HubCache(HubSettings.ofEnvironment().cache());
    PrintWriter out = spec.commandLine().getOut();
    for (RepoType type : RepoType.values()) {
      for (HubCache.Held held : cache.list(type)) {
        out.printf(
            "%-8s %-50s %s%n",
            type == RepoType.MODEL ? "model" : "dataset",
            held.repo() + (cache.isBegun(held.repo()) ? " (not whole)" : ""),
            held.snapshot());
      }
    }
    return 0;
  }
}
