package tunebench.data;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns the rows of a table into products, and keeps account of the rows that cannot be used. */
final class RowImport {
  private final ImportSettings settings;
  private final Columns columns;
  private final List<Product> products = new ArrayList<>();
  private final List<RejectedRow> rejected = new ArrayList<>();
  private final Map<List<String>, Integer> firstLines = new HashMap<>();

  private RowImport(Table table, ImportSettings settings) {
    this.settings = settings;
    this.columns = Columns.of(table, settings.columns());
  }

  static Dataset products(Table table, ImportSettings settings) {
    return products(table, settings, (done, total) -> {});
  }

  static Dataset products(Table table, ImportSettings settings, RowWatch watch) {
    RowImport rows = new RowImport(table, settings);
    int total = table.rows().size();
    int done = 0;
    watch.at(done, total);
    for (Table.Row row : table.rows()) {
      rows.add(row);
      watch.at(++done, total);
    }
    return new Dataset(
        table.file(),
        table.rows().size(),
        rows.products,
        rows.rejected,
        rows.columns.mapping(),
        table.encoding());
  }

  private void add(Table.Row row) {
    if (!row.fault().isEmpty()) {
      reject(row, "", String.join(",", row.cells()), row.fault());
      return;
    }
    String amount = columns.raw(Field.PRICE, row);
    switch (settings.prices().parse(amount)) {
      case PriceParser.Refused refused ->
          reject(row, columns.name(Field.PRICE), amount.strip(), refused.reason());
      case PriceParser.Price price -> addPriced(row, price.amount());
    }
  }

  private void addPriced(Table.Row row, double price) {
    Product read =
        new Product(
            row.line(),
            columns.text(Field.TITLE, row),
            columns.text(Field.DESCRIPTION, row),
            columns.text(Field.CATEGORY, row),
            columns.text(Field.BRAND, row),
            columns.text(Field.DETAILS, row),
            price);
    // The course measures and cuts the contents before it scrubs them.
    Product whole = settings.scrub() ? TextScrub.joined(read) : read;
    int length = contents(whole).length();
    Product product = settings.scrub() ? TextScrub.scrub(cut(whole)) : cut(whole);
    String contents = contents(product);
    if (product.title().isEmpty() && contents.isEmpty()) {
      reject(row, columns.name(Field.TITLE), "", "the row has no text");
      return;
    }
    if (length < settings.minChars()) {
      String reason =
          "the text has %d characters, fewer than the %d asked for"
              .formatted(length, settings.minChars());
      reject(row, columns.name(Field.DESCRIPTION), contents, reason);
      return;
    }
    Integer first =
        firstLines.putIfAbsent(List.of(product.title(), contents), Integer.valueOf(row.line()));
    if (first != null && !settings.keepDuplicates()) {
      reject(row, columns.name(Field.TITLE), product.title(), "duplicate of line " + first);
      return;
    }
    products.add(product);
  }

  private Product cut(Product product) {
    int limit = settings.maxChars();
    if (limit == 0 || contents(product).length() <= limit) {
      return product;
    }
    // Description before details, as the prompt has them.
    String description = start(product.description(), limit);
    String details = start(product.details(), Math.max(0, limit - description.length() - 1));
    return new Product(
        product.line(),
        product.title(),
        description,
        product.category(),
        product.brand(),
        details,
        product.price());
  }

  private static String start(String text, int limit) {
    return text.length() <= limit ? text : text.substring(0, limit).strip();
  }

  private static String contents(Product product) {
    return List.of(product.description(), product.details()).stream()
        .filter(part -> !part.isEmpty())
        .collect(joining("\n"));
  }

  private void reject(Table.Row row, String column, String value, String reason) {
    rejected.add(new RejectedRow(row.line(), column, value, reason));
  }
}
