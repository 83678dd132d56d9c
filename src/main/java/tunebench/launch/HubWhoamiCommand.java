package tunebench.launch;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code hub whoami}. */
@Command(
    name = "whoami",
    description = "Ask the Hub whose token is used.",
    mixinStandardHelpOptions = true)
final class HubWhoamiCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException, InterruptedException {
    spec.commandLine()
        .getOut()
        .println(
            HubAccess.open()
                .hub()
                .account()
                .map(HubAccess::words)
                .orElse("Nobody: there is no token; hub login keeps one."));
    return 0;
  }
}
