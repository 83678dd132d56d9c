package tunebench.launch;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tunebench.protocol.TrustRequest;

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

  @Mixin private HomeOption home = new HomeOption();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    try (LocalService service = home.service()) {
      Json.print(spec, service.send(new TrustRequest.Evidence(run)));
    }
    return 0;
  }
}
