package tunebench.launch;

import java.util.Locale;
import picocli.CommandLine.Option;
import tunebench.BadInputException;
import tunebench.prompt.PriceTemplate;

/** The course's prompt, for every command that asks a model. */
final class TemplateOption {
  @Option(
      names = "--template",
      paramLabel = "V",
      defaultValue = "v1",
      description = "The course's prompt, v1 or v2; default: ${DEFAULT-VALUE}.")
  private String template = "v1";

  /** As it stands on the command line. */
  String name() {
    return template;
  }

  PriceTemplate template() {
    return switch (template.toLowerCase(Locale.ROOT)) {
      case "v1" -> PriceTemplate.V1;
      case "v2" -> PriceTemplate.V2;
      default ->
          throw new BadInputException(
              "--template must be v1 or v2, not \"%s\".".formatted(template));
    };
  }
}
