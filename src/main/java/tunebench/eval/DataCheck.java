package tunebench.eval;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tunebench.data.Dataset;
import tunebench.data.Duplicate;
import tunebench.data.Duplicates;
import tunebench.data.Part;
import tunebench.data.PriceLeak;
import tunebench.data.PriceLeaks;
import tunebench.data.PriceParser;
import tunebench.data.Product;
import tunebench.data.Risk;
import tunebench.data.Split;
import tunebench.prompt.PriceTemplate;
import tunebench.token.ExampleBuilder;
import tunebench.token.RowRisk;
import tunebench.token.RowRisks;
import tunebench.token.TokenLengths;

/**
 * What is wrong with a file of products, before any run.
 *
 * @param parts rows of each part of the split; rows whose price is out of range are in none
 * @param tokens lengths, null without a tokenizer
 * @param riskCounts rows by what is wrong with them
 * @param risks those rows, the worst first
 * @param leaks the texts that give their price away
 * @param exact rows whose text stands elsewhere to the letter, within their part or across
 * @param near rows whose text stands elsewhere nearly the same
 * @param duplicates which rows repeat which
 * @param leakEffect by baseline ({@code median}, {@code textRidge}), what its score on the test
 *     part owes to rows that repeat a training row or hold their price; empty where a part has no
 *     rows
 * @param sentences the findings for a person
 */
public record DataCheck(
    Map<Part, Integer> parts,
    @Nullable Tokens tokens,
    Map<Risk, Integer> riskCounts,
    List<RowRisk> risks,
    List<Leak> leaks,
    int exact,
    int near,
    Duplicates duplicates,
    Map<String, LeakEffect> leakEffect,
    List<String> sentences) {

  /** A text that gives its price away. */
  public record Leak(int line, String title, double price, PriceLeak where) {}

  /**
   * How long the rows are.
   *
   * @param mean tokens of a row before anything is cut
   * @param longest tokens of the longest
   * @param count what becomes of them under the maximum
   * @param histogram rows by the lower end of each step of ten tokens
   */
  public record Tokens(
      double mean, int longest, TokenLengths.Count count, Map<Integer, Integer> histogram) {}

  private static final int STEP = 10;

  /** Told of each look that is over, from 0; what it throws ends the check. */
  @FunctionalInterface
  public interface Watch {
    /** So many of all looks are over. */
    void looked(int done, int all);
  }

  private static final int LOOKS = 5;

  /**
   * How to look.
   *
   * @param template by which prompts are written
   * @param bounds what counts as a price
   * @param validation share of the rows for validation
   * @param test share of the rows held out
   * @param seed of the split
   * @param maxTokens the most that a row may have
   */
  public record Settings(
      PriceTemplate template,
      PriceParser bounds,
      double validation,
      double test,
      long seed,
      int maxTokens) {}

  /**
   * Looks at products, imported with every duplicate and every price kept.
   *
   * @param builder with the settings' template and maximum; null without a tokenizer
   */
  public static DataCheck of(Dataset dataset, Settings settings, @Nullable ExampleBuilder builder) {
    List<Product> products = dataset.products();
    List<Product> usable =
        products.stream()
            .filter(p -> p.price() >= settings.bounds().min())
            .filter(p -> p.price() <= settings.bounds().max())
            .toList();
    Split split =
        usable.isEmpty()
            ? new Split(List.of(), List.of(), List.of())
            : Split.byFractions(usable, settings.validation(), settings.test(), settings.seed());
    return of(
        products,
        split,
        settings.template(),
        settings.bounds(),
        builder,
        settings.maxTokens(),
        DataCheckWords.rows(dataset.rowsIn(), dataset.products().size(), dataset.rejected().size()),
        (done, all) -> {});
  }

  /**
   * Looks at products that are already dealt into parts.
   *
   * @param counted the first sentence: how many rows there were
   * @param watch told of duplicates, risks, lengths, leaks and baselines, as each is done
   */
  public static DataCheck of(
      List<Product> products,
      Split split,
      PriceTemplate template,
      PriceParser bounds,
      @Nullable ExampleBuilder builder,
      int maxTokens,
      String counted,
      Watch watch) {
    watch.looked(0, LOOKS);
    Duplicates duplicates = Duplicates.of(split);
    watch.looked(1, LOOKS);
    List<RowRisk> risks =
        (builder == null ? RowRisks.withoutTokens(template, bounds) : RowRisks.of(builder, bounds))
            .rank(products);
    watch.looked(2, LOOKS);
    @Nullable Tokens tokens = builder == null ? null : tokens(builder, products, maxTokens);
    watch.looked(3, LOOKS);
    List<Leak> leaks = leaks(products, template);
    watch.looked(4, LOOKS);
    Map<String, LeakEffect> effect = leakEffect(split, template, duplicates);
    watch.looked(LOOKS, LOOKS);
    Map<Risk, Integer> counts = new EnumMap<>(Risk.class);
    for (RowRisk row : risks) {
      row.risks().forEach(risk -> counts.merge(risk, 1, Integer::sum));
    }
    Set<Integer> exact = lines(duplicates, true);
    Set<Integer> near = lines(duplicates, false);
    near.removeAll(exact);
    var check =
        new DataCheck(
            parts(split),
            tokens,
            counts,
            risks,
            leaks,
            exact.size(),
            near.size(),
            duplicates,
            effect,
            List.of());
    return check.with(DataCheckWords.of(counted, check));
  }

  private DataCheck with(List<String> words) {
    return new DataCheck(
        parts, tokens, riskCounts, risks, leaks, exact, near, duplicates, leakEffect, words);
  }

  private static Map<Part, Integer> parts(Split split) {
    Map<Part, Integer> parts = new EnumMap<>(Part.class);
    parts.put(Part.TRAIN, split.train().size());
    parts.put(Part.VALIDATION, split.validation().size());
    parts.put(Part.TEST, split.test().size());
    return parts;
  }

  private static Tokens tokens(ExampleBuilder builder, List<Product> products, int maxTokens) {
    TokenLengths lengths = TokenLengths.of(builder, products);
    return new Tokens(
        lengths.mean(), lengths.longest(), lengths.count(maxTokens), lengths.histogram(STEP));
  }

  private static Set<Integer> lines(Duplicates duplicates, boolean exact) {
    Set<Integer> lines = new TreeSet<>();
    for (List<Duplicate> list : List.of(duplicates.within(), duplicates.across())) {
      list.stream().filter(d -> d.exact() == exact).forEach(d -> lines.add(d.line()));
    }
    return lines;
  }

  private static List<Leak> leaks(List<Product> products, PriceTemplate template) {
    List<Leak> leaks = new ArrayList<>();
    for (Product product : products) {
      for (PriceLeak leak : PriceLeaks.find(template.text(product), product.price())) {
        leaks.add(new Leak(product.line(), product.title(), product.price(), leak));
      }
    }
    return leaks;
  }

  /** Without a language model there are the baselines to show what leaking does to a score. */
  private static Map<String, LeakEffect> leakEffect(
      Split split, PriceTemplate template, Duplicates duplicates) {
    Map<String, LeakEffect> effects = new LinkedHashMap<>();
    if (split.train().isEmpty() || split.test().isEmpty()) {
      return effects;
    }
    Set<Integer> leaked = leakedRows(split, template, duplicates);
    List<Product> test = split.test();
    double[] prices = prices(split.train());
    Map<String, PriceBaseline> baselines = new LinkedHashMap<>();
    baselines.put("median", Baselines.median(prices));
    baselines.put("textRidge", TextRidge.fit(texts(split.train(), template), prices));
    List<String> texts = texts(test, template);
    baselines.forEach(
        (name, baseline) ->
            effects.put(
                name, LeakEffect.of(Baselines.predict(baseline, texts, prices(test)), leaked)));
    return effects;
  }

  /** Places in the test part, from 0, of rows that repeat an earlier part's or hold their price. */
  public static Set<Integer> leakedRows(
      Split split, PriceTemplate template, Duplicates duplicates) {
    Set<Integer> leaked = duplicates.leaked(Part.TEST);
    List<Product> test = split.test();
    for (int row = 0; row < test.size(); row++) {
      if (!PriceLeaks.find(template.text(test.get(row)), test.get(row).price()).isEmpty()) {
        leaked.add(row);
      }
    }
    return leaked;
  }

  private static List<String> texts(List<Product> products, PriceTemplate template) {
    return products.stream().map(template::text).toList();
  }

  private static double[] prices(List<Product> products) {
    return products.stream().mapToDouble(Product::price).toArray();
  }
}
