package tunebench.launch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tunebench.protocol.TrustRequest;
import tunebench.service.Home;

/** {@code evidence}: what stands behind the score of one of the workbench's evaluations. */
@Command(
    name = "evidence",
    description =
        "Say how far an evaluation's score can be believed: coverage, reliability, decoders, leaked"
            + " rows, noise floor; as JSON.",
    mixinStandardHelpOptions = true)
final class EvidenceCommand implements Callable<Integer> {
  @Parameters(paramLabel = "RUN", description = "The id of an evaluation of the workbench.")
  private String run = "";

  @Option(
      names = "--home",
      paramLabel = "DIR",
      description = "Folder of runs and datasets; default: TUNEBENCH_HOME or ~/.tunebench.")
  private @Nullable Path home;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    try (LocalService service = LocalService.at(Home.find(home))) {
      Json.print(spec, service.send(new TrustRequest.Evidence(run)));
    }
    return 0;
  }
}
