package tunebench.track;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tunebench.BadInputException;

/**
 * Makes a tracker from what a person wrote: {@code wandb}, {@code wandb=entity/project}, {@code
 * wandb-offline=DIR}, {@code mlflow=URL}, {@code tensorboard=DIR}.
 */
public final class Trackers {
  private static final Pattern MACHINE =
      Pattern.compile("machine\\s+(\\S+)\\s+login\\s+\\S+\\s+password\\s+(\\S+)");

  private final Map<String, String> variables;
  private final Path user;
  private final UnaryOperator<String> keys;

  /**
   * Sets up.
   *
   * @param variables {@code WANDB_API_KEY}, {@code WANDB_BASE_URL}, {@code MLFLOW_TRACKING_URI},
   *     {@code MLFLOW_TRACKING_TOKEN}
   * @param user folder with {@code .netrc}, where {@code wandb login} keeps its key
   * @param keys a key that is kept under a tracker's name, "" if there is none
   */
  public Trackers(Map<String, String> variables, Path user, UnaryOperator<String> keys) {
    this.variables = variables;
    this.user = user;
    this.keys = keys;
  }

  /** The name of the project that W&B's and MLflow's runs are in. */
  public static String project(String text) {
    Choice choice = Choice.of(text);
    String name = choice.value();
    return choice.kind().equals("wandb") && !name.isEmpty()
        ? name.substring(name.indexOf('/') + 1)
        : "pricer";
  }

  /** What was written in front of and behind the equals sign. */
  private record Choice(String kind, String value) {
    static Choice of(String text) {
      int at = text.indexOf('=');
      return at < 0
          ? new Choice(text.strip(), "")
          : new Choice(text.substring(0, at).strip(), text.substring(at + 1).strip());
    }
  }

  /**
   * Checks what a person wrote, before a run is begun with it.
   *
   * @throws BadInputException if it names no tracker, or one that lacks a key or an address
   */
  public void check(String text) {
    try (Sink made = make(text, Path.of(""))) {
      if (made.name().isEmpty()) {
        throw new IllegalStateException(text);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Makes a tracker.
   *
   * @param folder of the run's tracking, for files on their way and as the usual place
   */
  public Sink make(String text, Path folder) {
    Choice choice = Choice.of(text);
    String value = choice.value();
    return switch (choice.kind()) {
      case "wandb" -> wandb(value, folder);
      case "wandb-offline" -> new WandbOfflineSink(value.isEmpty() ? folder : Path.of(value), "");
      case "mlflow" ->
          new MlflowSink(
              address("mlflow", value.isEmpty() ? variable("MLFLOW_TRACKING_URI") : value),
              variable("MLFLOW_TRACKING_TOKEN"),
              folder.resolve("mlflow-files"));
      case "tensorboard" ->
          new TensorBoardSink(value.isEmpty() ? folder.resolve("tensorboard") : Path.of(value));
      default ->
          throw new BadInputException(
              "\"%s\" is no tracker; choose wandb, wandb-offline, mlflow=URL or tensorboard=DIR."
                  .formatted(text));
    };
  }

  private Sink wandb(String value, Path folder) {
    String base = variable("WANDB_BASE_URL");
    URI address = address("WANDB_BASE_URL", base.isEmpty() ? "https://api.wandb.ai" : base);
    String key = variable("WANDB_API_KEY");
    if (key.isEmpty()) {
      key = keys.apply("wandb");
    }
    if (key.isEmpty()) {
      key = netrc(address.getHost()).orElse("");
    }
    if (key.isEmpty()) {
      throw new BadInputException(
          "W&B needs a key: set WANDB_API_KEY, or use wandb-offline, which needs none.");
    }
    String entity = value.contains("/") ? value.substring(0, value.indexOf('/')) : "";
    return new WandbSink(address, key, entity, folder.resolve("wandb-files"));
  }

  private Optional<String> netrc(String host) {
    Path file = user.resolve(".netrc");
    if (!Files.isReadable(file)) {
      return Optional.empty();
    }
    try {
      Matcher machine = MACHINE.matcher(Files.readString(file));
      while (machine.find()) {
        if (machine.group(1).equals(host)) {
          return Optional.of(machine.group(2));
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new BadInputException(file + " cannot be read; check its rights.", e);
    }
  }

  private String variable(String name) {
    return variables.getOrDefault(name, "").strip();
  }

  private static URI address(String what, String text) {
    if (!text.matches("https?://[^\\s/]+.*")) {
      throw new BadInputException("%s needs an http address, not \"%s\".".formatted(what, text));
    }
    return URI.create(text);
  }
}
