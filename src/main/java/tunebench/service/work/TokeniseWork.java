package tunebench.service.work;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import tunebench.data.Product;
import tunebench.prompt.PriceTemplate;
import tunebench.protocol.DataReply;
import tunebench.protocol.Outcome;
import tunebench.protocol.Task;
import tunebench.run.DataChoice;
import tunebench.service.job.Ending;
import tunebench.service.job.JobControl;
import tunebench.service.job.JobWork;
import tunebench.service.job.Wish;
import tunebench.token.TextTokenizer;

/** Counts the tokens of a part's examples. */
record TokeniseWork(Engine engine, Task.Tokenise task) implements JobWork {
  private static final int LONGEST_SHOWN = 100;

  /** Told how far it is; says whether to go on. */
  @FunctionalInterface
  interface Watch {
    boolean at(int done, int total);
  }

  private record Length(int line, int tokens) {}

  @Override
  public boolean needsDevice() {
    return false;
  }

  @Override
  public Ending run(JobControl control) {
    control.stage("counting tokens");
    DataReply.TokenLengths lengths =
        lengths(
            engine,
            task.data(),
            task.part(),
            task.model(),
            (done, total) -> {
              control.progress(done, total, "products");
              return control.wish() == Wish.NONE;
            });
    return control.wish() == Wish.NONE
        ? new Ending.Done(new Outcome.Tokenised(lengths))
        : new Ending.Cancelled();
  }

  static DataReply.TokenLengths lengths(
      Engine engine, DataChoice data, String part, String model, Watch watch) {
    PriceTemplate template = PriceTemplates.of(data.template());
    List<Product> products = engine.datasets().part(data, part);
    List<Length> lengths = new ArrayList<>();
    try (TextTokenizer tokenizer = TextTokenizer.open(Path.of(model))) {
      watch.at(0, products.size());
      for (Product product : products) {
        String whole = template.prompt(product).whole();
        lengths.add(new Length(product.line(), tokenizer.prompt(whole).length));
        if (!watch.at(lengths.size(), products.size())) {
          break;
        }
      }
    }
    int longest = lengths.stream().mapToInt(Length::tokens).max().orElse(0);
    int[] counts = new int[longest + 1];
    lengths.forEach(length -> counts[length.tokens()]++);
    return new DataReply.TokenLengths(
        Arrays.stream(counts).boxed().toList(),
        longest,
        lengths.stream().mapToInt(Length::tokens).average().orElse(Double.NaN),
        lengths.stream()
            .sorted(Comparator.comparingInt(Length::tokens).reversed())
            .limit(LONGEST_SHOWN)
            .map(Length::line)
            .toList());
  }

  @Override
  public String explain(Exception failure) {
    return Failures.sentence(failure);
  }
}
