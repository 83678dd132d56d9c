package tunebench.launch;

import java.util.Locale;
import tunebench.BadInputException;
import tunebench.prompt.PriceTemplate;

/** The course's prompts by their names on the command line. */
final class Templates {
  private Templates() {}

  static PriceTemplate of(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "v1" -> PriceTemplate.V1;
      case "v2" -> PriceTemplate.V2;
      default ->
          throw new BadInputException("--template must be v1 or v2, not \"%s\".".formatted(name));
    };
  }
}
