package tunebench.service.work;

import java.util.Arrays;
import tunebench.BadInputException;
import tunebench.prompt.PriceTemplate;
import tunebench.run.DecoderChoice;

/** Names of the course's prompts. */
final class PriceTemplates {
  /** How checkpoints are judged: as lab 5 takes its prices. */
  static final DecoderChoice VALIDATION = new DecoderChoice("top-k", 0);

  private PriceTemplates() {}

  static PriceTemplate of(String name) {
    for (PriceTemplate template : PriceTemplate.values()) {
      if (template.name().equalsIgnoreCase(name)) {
        return template;
      }
    }
    throw new BadInputException(
        "\"%s\" is no template; choose one of %s."
            .formatted(name, Arrays.toString(PriceTemplate.values())));
  }
}
