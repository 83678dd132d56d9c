package tunebench.launch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tunebench.format.AtomicFile;

/** Answers of commands as JSON; figures that cannot be known stand as the string "NaN". */
final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private Json() {}

  /** Prints a record to the command's output. */
  static void print(CommandSpec spec, Object answer) {
    spec.commandLine().getOut().println(text(answer));
  }

  /** Writes or replaces a file. */
  static void write(Path file, Object answer) throws IOException {
    AtomicFile.write(file, text(answer).getBytes(StandardCharsets.UTF_8));
  }

  static String text(Object answer) {
    return MAPPER.writeValueAsString(answer);
  }
}
