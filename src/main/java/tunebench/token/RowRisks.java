package tunebench.token;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tunebench.data.PriceLeak;
import tunebench.data.PriceLeaks;
import tunebench.data.PriceParser;
import tunebench.data.Product;
import tunebench.data.Risk;
import tunebench.prompt.PriceTemplate;
import tunebench.token.ExampleBuilder.Fit;

/** Ranks rows by what is wrong with them, so that the worst are looked at first. */
public final class RowRisks {
  /** How much a text that is cut off altogether adds to the weight of being cut. */
  private static final double CUT = 10;

  /** What people and programs write where they have nothing to say. */
  private static final Set<String> NOTHING =
      Set.of("", "none", "null", "nan", "n a", "na", "unknown", "untitled", "no description");

  private final PriceTemplate template;
  private final PriceParser bounds;
  private final @Nullable ExampleBuilder builder;

  private RowRisks(PriceTemplate template, PriceParser bounds, @Nullable ExampleBuilder builder) {
    this.template = template;
    this.bounds = bounds;
    this.builder = builder;
  }

  /** All risks, with the tokens as this builder makes them. */
  public static RowRisks of(ExampleBuilder builder, PriceParser bounds) {
    return new RowRisks(builder.template(), bounds, builder);
  }

  /** Those risks that can be seen without a tokenizer. */
  public static RowRisks withoutTokens(PriceTemplate template, PriceParser bounds) {
    return new RowRisks(template, bounds, null);
  }

  /** The rows with any risk, the highest score first, then by line. */
  public List<RowRisk> rank(List<Product> products) {
    return products.stream()
        .map(this::risk)
        .filter(row -> !row.risks().isEmpty())
        .sorted(
            Comparator.comparingDouble(RowRisk::score).reversed().thenComparingInt(RowRisk::line))
        .toList();
  }

  /** What is wrong with one row; no risks if nothing is. */
  public RowRisk risk(Product product) {
    Map<Risk, String> found = new EnumMap<>(Risk.class);
    String text = template.text(product);
    double cut = 0;
    if (builder != null) {
      Fit fit = builder.fit(product);
      text = fit.cut().text();
      if (fit.example() == null) {
        found.put(Risk.NO_ANSWER, noAnswer(builder, product));
      } else if (fit.example().shortened()) {
        int all = fit.cut().of();
        int lost = all - fit.cut().kept();
        cut = CUT * lost / all;
        found.put(
            Risk.TRUNCATED, "%d of the %d tokens of its text are cut off.".formatted(lost, all));
      }
    }
    if (saysNothing(template.text(product))) {
      found.put(Risk.EMPTY_TEXT, "The prompt says nothing about the product.");
    }
    if (product.price() < bounds.min() || product.price() > bounds.max()) {
      found.put(
          Risk.PRICE_OUT_OF_RANGE,
          "Its price of %s is not within %s to %s."
              .formatted(plain(product.price()), plain(bounds.min()), plain(bounds.max())));
    }
    List<PriceLeak> leaks = PriceLeaks.find(text, product.price());
    if (!leaks.isEmpty()) {
      PriceLeak first = leaks.getFirst();
      found.put(
          Risk.PRICE_IN_PROMPT,
          "The prompt gives the price away: \"%s\" (%s).".formatted(first.excerpt(), first.why()));
    }
    return new RowRisk(
        product.line(),
        product.title(),
        List.copyOf(found.keySet()),
        found.keySet().stream().mapToInt(Risk::weight).sum() + cut,
        List.copyOf(found.values()));
  }

  static String noAnswer(ExampleBuilder builder, Product product) {
    return "Question and answer alone take %d tokens and only %d are allowed, so no answer could be"
            .formatted(builder.needs("", product.price()), builder.maxTokens())
        + " learned.";
  }

  private static boolean saysNothing(String text) {
    return Stream.of(text.split("\n"))
        .map(line -> line.replaceFirst("^(?:Title|Category|Brand|Description|Details): ", ""))
        .map(line -> line.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", " "))
        .allMatch(line -> NOTHING.contains(line.strip()));
  }

  private static String plain(double amount) {
    return BigDecimal.valueOf(amount).stripTrailingZeros().toPlainString();
  }
}
