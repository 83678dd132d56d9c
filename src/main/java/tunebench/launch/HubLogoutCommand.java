package tunebench.launch;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code hub logout}. */
@Command(
    name = "logout",
    description = "Forget the token that was kept.",
    mixinStandardHelpOptions = true)
final class HubLogoutCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    HubAccess.open().tokens().forget();
    spec.commandLine().getOut().println("No token is kept any more.");
    return 0;
  }
}
