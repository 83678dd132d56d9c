package tunebench.launch;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tunebench.BadInputException;
import tunebench.hub.Account;
import tunebench.hub.HttpHub;
import tunebench.hub.Token;

/** {@code hub login}: keeps a token, after asking the Hub whose it is. */
@Command(
    name = "login",
    description =
        "Keep a token: typed without being shown, or read from standard input. It goes into the"
            + " system's key store, or where there is none into a file that only you can read.",
    mixinStandardHelpOptions = true)
final class HubLoginCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException, InterruptedException {
    HubAccess access = HubAccess.open();
    String secret = secret(access.settings().endpoint() + "/settings/tokens");
    Token token = new Token(secret, "what was typed");
    Account account =
        new HttpHub(access.settings(), () -> Optional.of(token)).account().orElseThrow();
    String place = access.tokens().keep(secret);
    spec.commandLine()
        .getOut()
        .printf(
            "You are %s%s; the token is kept in %s.%n",
            account.name(),
            account.role().isEmpty() ? "" : ", with the right to " + account.role(),
            place);
    if (!access.settings().token().isEmpty()) {
      spec.commandLine().getErr().println("HF_TOKEN is set and comes before what is kept.");
    }
    return 0;
  }

  /** Not as an argument: those are seen by every process of the machine. */
  private static String secret(String page) throws IOException {
    Optional<Console> console = Optional.ofNullable(System.console()).filter(Console::isTerminal);
    String typed;
    if (console.isPresent()) {
      char[] characters = console.get().readPassword("Token (make one at %s): ", page);
      typed = characters == null ? "" : new String(characters).strip();
    } else {
      BufferedReader in =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      String line = in.readLine();
      typed = line == null ? "" : line.strip();
    }
    if (!typed.matches("[\\x21-\\x7E]+")) {
      throw new BadInputException("No token was given; make one at %s.".formatted(page));
    }
    return typed;
  }
}
