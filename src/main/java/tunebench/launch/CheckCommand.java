package tunebench.launch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tunebench.BadInputException;
import tunebench.data.ColumnMapping;
import tunebench.data.Dataset;
import tunebench.data.DatasetImport;
import tunebench.data.Duplicate;
import tunebench.data.Field;
import tunebench.data.ImportSettings;
import tunebench.data.Part;
import tunebench.data.PriceParser;
import tunebench.data.Product;
import tunebench.data.RejectedRow;
import tunebench.data.Risk;
import tunebench.eval.DataCheck;
import tunebench.eval.LeakEffect;
import tunebench.token.ExampleBuilder;
import tunebench.token.RowRisk;
import tunebench.token.TextTokenizer;
import tunebench.token.TokenXray;

/** {@code check}: what is wrong with a file of products, before any run, as JSON. */
@Command(
    name = "check",
    description =
        "Print what is wrong with a file of products as JSON: rows at risk, duplicates across the"
            + " split, prices that texts give away.",
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
  /** Every price is read, so that those out of range can be shown. */
  private static final PriceParser ANY_PRICE = new PriceParser(0, Double.MAX_VALUE);

  @Mixin private ProductOptions products = new ProductOptions();

  @Option(
      names = "--model",
      converter = ModelPath.class,
      paramLabel = "DIR",
      description =
          "Folder of the model whose tokenizer counts; default: tokens are not looked at.")
  private @Nullable Path model;

  @Parameters(
      arity = "0..*",
      paramLabel = "FIELD=COLUMN",
      description = "Which column holds a field, such as price=\"Selling Price\"; also --columns.")
  private List<String> chosen = List.of();

  @Option(
      names = "--max-tokens",
      paramLabel = "N",
      defaultValue = "182",
      description = "Longest row, answer included; default: ${DEFAULT-VALUE}.")
  private int maxTokens;

  @Option(
      names = "--validation",
      paramLabel = "SHARE",
      defaultValue = "0.1",
      description = "Share of the rows for validation; default: ${DEFAULT-VALUE}.")
  private double validation;

  @Option(
      names = "--test",
      paramLabel = "SHARE",
      defaultValue = "0.1",
      description = "Share of the rows held out; default: ${DEFAULT-VALUE}.")
  private double test;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "42",
      description = "Of the split; default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--list",
      paramLabel = "N",
      defaultValue = "100",
      description = "Rows that each list shows at most; default: ${DEFAULT-VALUE}.")
  private int list;

  @Option(
      names = "--row",
      paramLabel = "LINE",
      description = "Show the tokens of the row on this line of the file; needs --model.")
  private @Nullable Integer row;

  @Mixin private TemplateOption template = new TemplateOption();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    ImportSettings read = products.settings(chosen);
    Dataset dataset =
        DatasetImport.read(products.csv(), read.withPrices(ANY_PRICE).withDuplicates());
    var settings =
        new DataCheck.Settings(
            template.template(), PriceParser.COURSE, validation, test, seed, maxTokens);
    Path folder = model;
    if (folder == null) {
      if (row != null) {
        throw new BadInputException("--row shows tokens, so it needs --model as well.");
      }
      print(dataset, DataCheck.of(dataset, settings, null), null);
      return 0;
    }
    try (TextTokenizer tokenizer = TextTokenizer.open(folder)) {
      var builder = new ExampleBuilder(tokenizer, settings.template(), maxTokens, false);
      Integer line = row;
      TokenXray xray = line == null ? null : TokenXray.of(builder, product(dataset, line));
      print(dataset, DataCheck.of(dataset, settings, builder), xray);
    }
    return 0;
  }

  private Product product(Dataset dataset, int line) {
    return dataset.products().stream()
        .filter(product -> product.line() == line)
        .findFirst()
        .orElseThrow(
            () ->
                new BadInputException(
                    "No product of %s begins on line %d; the lists name the lines that do."
                        .formatted(products.csv(), line)));
  }

  /** What is printed; lists are cut to {@code --list}, counts are not. */
  private record Report(
      String file,
      String encoding,
      Map<Field, List<String>> columns,
      int rowsIn,
      int products,
      int rejected,
      List<RejectedRow> rejectedRows,
      Map<Part, Integer> parts,
      DataCheck.@Nullable Tokens tokens,
      Map<Risk, Integer> riskCounts,
      List<RowRisk> risks,
      int leaked,
      List<DataCheck.Leak> leaks,
      int exactDuplicates,
      int nearDuplicates,
      List<Duplicate> within,
      List<Duplicate> across,
      Map<String, LeakEffect> leakEffect,
      List<String> sentences,
      @Nullable TokenXray xray) {}

  private void print(Dataset dataset, DataCheck check, @Nullable TokenXray xray) {
    ColumnMapping mapping = dataset.mapping();
    long leaked = check.leaks().stream().mapToInt(DataCheck.Leak::line).distinct().count();
    Json.print(
        spec,
        new Report(
            dataset.name(),
            dataset.encoding(),
            new TreeMap<>(mapping.columns()),
            dataset.rowsIn(),
            dataset.products().size(),
            dataset.rejected().size(),
            first(dataset.rejected()),
            check.parts(),
            check.tokens(),
            check.riskCounts(),
            first(check.risks()),
            (int) leaked,
            first(check.leaks()),
            check.exact(),
            check.near(),
            first(check.duplicates().within()),
            first(check.duplicates().across()),
            check.leakEffect(),
            check.sentences(),
            xray));
  }

  private <T> List<T> first(List<T> rows) {
    return new ArrayList<>(rows.subList(0, Math.min(Math.max(0, list), rows.size())));
  }
}
