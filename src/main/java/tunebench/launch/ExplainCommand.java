package tunebench.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tunebench.BadInputException;
import tunebench.protocol.TrustRequest;
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
      paramLabel = "A",
      description =
          "A run's passport, a file that holds one under \"passport\", a folder that train wrote,"
              + " or the id of a run of the workbench.")
  private String first = "";

  @Parameters(index = "1", paramLabel = "B", description = "Another.")
  private String second = "";

  @Mixin private HomeOption home = new HomeOption();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    Json.print(spec, PassportExplanation.of(passport(first), passport(second)));
    return 0;
  }

  private Passport passport(String given) throws IOException {
    Path path = Path.of(given);
    if (RunFolder.is(path)) {
      return RunFolder.read(path).passport();
    }
    if (Files.exists(path) || given.endsWith(".json")) {
      return read(path);
    }
    try (LocalService service = home.service()) {
      return service.send(new TrustRequest.PassportOf(given)).passport();
    }
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
