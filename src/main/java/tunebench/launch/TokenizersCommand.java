package tunebench.launch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tunebench.BadInputException;
import tunebench.token.NumberSpelling;
import tunebench.token.NumberSpellings;
import tunebench.token.TextTokenizer;

/** {@code tokenizers}: how models spell numbers, and what that means for predicting prices. */
@Command(
    name = "tokenizers",
    description = "Compare how the tokenizers of models spell numbers.",
    mixinStandardHelpOptions = true)
final class TokenizersCommand implements Callable<Integer> {
  @Option(
      names = "--model",
      converter = ModelPath.class,
      required = true,
      arity = "1..*",
      paramLabel = "DIR",
      description = "Models: folders in the Hub's layout or .gguf files.")
  private List<Path> models = List.of();

  @Option(
      names = "--numbers",
      split = ",",
      paramLabel = "N",
      defaultValue = "0,1,10,100,999,1000",
      description = "The numbers to spell; default: ${DEFAULT-VALUE}.")
  private List<Long> numbers = List.of();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    for (long number : numbers) {
      if (number < 0) {
        throw new BadInputException("--numbers has %d; give numbers from 0 on.".formatted(number));
      }
    }
    List<NumberSpelling> spellings = new ArrayList<>();
    for (Path model : models) {
      try (TextTokenizer tokenizer = TextTokenizer.open(model)) {
        String name = model.toAbsolutePath().normalize().getFileName().toString();
        spellings.add(NumberSpelling.of(name, tokenizer, numbers));
      }
    }
    spec.commandLine().getOut().print(new NumberSpellings(numbers, spellings).table());
    spec.commandLine().getOut().flush();
    return 0;
  }
}
