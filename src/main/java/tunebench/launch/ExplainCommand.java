package tunebench.launch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tunebench.BadInputException;
import tunebench.run.Passport;
import tunebench.run.PassportExplanation;

/** {@code explain}: why two runs may have come out differently, as JSON. */
@Command(
    name = "explain",
    description =
        "Say why two runs differ: data (which rows), model, settings, environment; as JSON.",
    mixinStandardHelpOptions = true)
final class ExplainCommand implements Callable<Integer> {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(
              DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES,
              DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  @Parameters(
      index = "0",
      paramLabel = "A.json",
      description = "A run's passport, or a file that holds one under \"passport\".")
  private Path first = Path.of("");

  @Parameters(index = "1", paramLabel = "B.json", description = "Another's.")
  private Path second = Path.of("");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    Json.print(spec, PassportExplanation.of(read(first), read(second)));
    return 0;
  }

  private static Passport read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new BadInputException("%s is not a file; give a run's passport.".formatted(file));
    }
    try {
      JsonNode root = JSON.readTree(file);
      return JSON.treeToValue(root.has("passport") ? root.get("passport") : root, Passport.class);
    } catch (JacksonException failure) {
      throw new BadInputException(
          "%s is no passport of a run: %s".formatted(file, failure.getOriginalMessage()), failure);
    }
  }
}
