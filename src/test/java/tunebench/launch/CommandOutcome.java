package tunebench.launch;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a command said and how it ended, run in this process. */
record CommandOutcome(int code, String out, String err) {

  static CommandOutcome of(String... arguments) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    var heardOut = new ByteArrayOutputStream();
    var heardErr = new ByteArrayOutputStream();
    System.setOut(new PrintStream(heardOut, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(heardErr, true, StandardCharsets.UTF_8));
    try {
      int code = Main.run(arguments);
      return new CommandOutcome(
          code,
          heardOut.toString(StandardCharsets.UTF_8),
          heardErr.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  JsonNode json() {
    return JsonMapper.shared().readTree(out);
  }
}
