package tunebench.service.work;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tunebench.BadInputException;
import tunebench.data.Dataset;
import tunebench.data.DatasetImport;
import tunebench.data.Product;
import tunebench.data.Split;
import tunebench.hub.Downloaded;
import tunebench.prompt.PriceTemplate;
import tunebench.prompt.Prompt;
import tunebench.protocol.DataReply;
import tunebench.protocol.DataRequest;
import tunebench.protocol.Reply;
import tunebench.token.ExampleBuilder;
import tunebench.token.TextTokenizer;
import tunebench.token.TokenizedExample;

/** Answers about files of products. */
record DataHandler(Engine engine) {
  private static final double BIN_DOLLARS = 20;
  private static final int BINS = 50;

  Reply answer(DataRequest<?> request) throws IOException {
    DatasetStore datasets = engine.datasets();
    return switch (request) {
      case DataRequest.Preview preview -> preview(preview);
      case DataRequest.Import wanted -> datasets.add(rows(wanted.file()), wanted.choice());
      case DataRequest.Datasets _ -> new DataReply.DatasetList(datasets.list());
      case DataRequest.DeleteDataset delete -> {
        datasets.delete(delete.dataset());
        yield new Reply.Done();
      }
      case DataRequest.Products products -> products(products);
      case DataRequest.Rejected rejected -> {
        List<DataReply.RejectedRow> all = datasets.get(rejected.dataset()).rejected();
        yield new DataReply.RejectedPage(
            all.size(), page(all, rejected.offset(), rejected.limit()));
      }
      case DataRequest.SplitSizes sizes -> sizes(datasets.split(sizes.data()));
      case DataRequest.TokenLengths l ->
          TokeniseWork.lengths(engine, l.data(), l.part(), l.model(), (done, total) -> true);
      case DataRequest.Xray xray -> xray(xray);
    };
  }

  /** A file, or the name on the Hub of a dataset that was downloaded. */
  static Path rows(String file) {
    return Downloaded.ofEnvironment().rows(file);
  }

  private static <T> List<T> page(List<T> all, int offset, int limit) {
    int from = Math.clamp(offset, 0, all.size());
    return all.subList(from, Math.min(all.size(), from + Math.max(0, limit)));
  }

  private static Reply preview(DataRequest.Preview wanted) {
    Path file = rows(wanted.file());
    Dataset dataset = DatasetStore.read(file, wanted.choice());
    boolean json = file.toString().toLowerCase(Locale.ROOT).matches(".*\\.(jsonl|ndjson|json)");
    return new DataReply.Preview(
        json ? List.of() : DatasetImport.header(file),
        DatasetStore.columns(dataset.mapping()),
        dataset.encoding(),
        dataset.rowsIn(),
        dataset.products().size(),
        dataset.rejected().size(),
        page(dataset.products(), 0, wanted.rows()).stream().map(DatasetStore::row).toList(),
        page(dataset.rejected(), 0, wanted.rows()).stream().map(DatasetStore::rejected).toList());
  }

  private Reply products(DataRequest.Products wanted) {
    String search = wanted.search().toLowerCase(Locale.ROOT);
    List<Product> found =
        engine.datasets().part(wanted.data(), wanted.part()).stream()
            .filter(p -> p.title().toLowerCase(Locale.ROOT).contains(search))
            .toList();
    return new DataReply.ProductPage(
        found.size(),
        page(found, wanted.offset(), wanted.limit()).stream().map(DatasetStore::row).toList());
  }

  private static Reply sizes(Split split) {
    return new DataReply.SplitSizes(
        split.train().size(),
        split.validation().size(),
        split.test().size(),
        BIN_DOLLARS,
        bins(split.train()),
        bins(split.test()));
  }

  private static List<Integer> bins(List<Product> products) {
    int[] counts = new int[BINS];
    products.forEach(p -> counts[Math.clamp((int) (p.price() / BIN_DOLLARS), 0, BINS - 1)]++);
    return Arrays.stream(counts).boxed().toList();
  }

  private Reply xray(DataRequest.Xray wanted) {
    Product product =
        engine.datasets().get(wanted.dataset()).all().stream()
            .filter(p -> p.line() == wanted.line())
            .findFirst()
            .orElseThrow(
                () ->
                    new BadInputException(
                        "The dataset has no product from line %d.".formatted(wanted.line())));
    PriceTemplate template = PriceTemplates.of(wanted.template());
    Prompt prompt = template.prompt(product);
    try (TextTokenizer tokenizer = TextTokenizer.open(Path.of(wanted.model()))) {
      ExampleBuilder builder =
          new ExampleBuilder(tokenizer, template, wanted.maxTokens(), wanted.trainOnEnd());
      TokenizedExample example = builder.example(product);
      return new DataReply.Xray(
          DatasetStore.row(product),
          prompt.question(),
          prompt.answer(),
          tokens(example, tokenizer),
          tokenizer.prompt(prompt.whole()).length + (wanted.trainOnEnd() ? 1 : 0),
          example != null && example.shortened(),
          example == null);
    }
  }

  private static List<DataReply.XrayToken> tokens(
      @Nullable TokenizedExample example, TextTokenizer tokenizer) {
    List<DataReply.XrayToken> tokens = new ArrayList<>();
    if (example != null) {
      for (int i = 0; i < example.length(); i++) {
        int id = example.ids()[i];
        tokens.add(
            new DataReply.XrayToken(
                id, tokenizer.text(id), i >= example.firstLabel(), i == example.firstLabel()));
      }
    }
    return tokens;
  }
}
