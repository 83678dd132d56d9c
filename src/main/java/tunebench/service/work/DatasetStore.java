package tunebench.service.work;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.stream.Stream;
import tunebench.BadInputException;
import tunebench.data.ColumnMapping;
import tunebench.data.Dataset;
import tunebench.data.DatasetImport;
import tunebench.data.Field;
import tunebench.data.ImportSettings;
import tunebench.data.PriceParser;
import tunebench.data.Product;
import tunebench.data.RejectedRow;
import tunebench.data.RowWatch;
import tunebench.data.Split;
import tunebench.format.AtomicFile;
import tunebench.protocol.DataReply;
import tunebench.protocol.DataRequest.ImportChoice;
import tunebench.protocol.Wire;
import tunebench.run.DataChoice;

/**
 * Imported products, kept in the home folder so that a run can be made again though the file has
 * changed. A dataset's id is the beginning of its products' hash: the same products are one
 * dataset.
 */
public final class DatasetStore {
  private static final int ID_LENGTH = 12;

  private final Path folder;
  private final ConcurrentMap<String, Kept> known = new ConcurrentHashMap<>();

  DatasetStore(Path folder) {
    this.folder = folder;
  }

  /** A dataset with all its rows. */
  record Kept(
      DataReply.DatasetInfo info,
      List<DataReply.ProductRow> products,
      List<DataReply.RejectedRow> rejected) {
    List<Product> all() {
      return products.stream().map(DatasetStore::product).toList();
    }
  }

  static Dataset read(Path file, ImportChoice choice) {
    return read(file, choice, (done, total) -> {});
  }

  private static Dataset read(Path file, ImportChoice choice, RowWatch watch) {
    Map<Field, List<String>> columns = new EnumMap<>(Field.class);
    choice.columns().forEach((name, names) -> columns.put(field(name), names));
    PriceParser prices = PriceParser.COURSE;
    Double low = choice.lowestPrice();
    Double high = choice.highestPrice();
    if (low != null || high != null) {
      prices =
          new PriceParser(low == null ? prices.min() : low, high == null ? prices.max() : high);
    }
    ImportSettings settings =
        new ImportSettings(
            new ColumnMapping(columns),
            prices,
            choice.keepDuplicates(),
            choice.scrub(),
            choice.minChars(),
            choice.maxChars());
    return DatasetImport.read(file, settings, watch);
  }

  private static Field field(String name) {
    try {
      return Field.valueOf(name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new BadInputException(
          "\"%s\" is no field; choose among %s."
              .formatted(name, Arrays.toString(Field.values()).toLowerCase(Locale.ROOT)),
          e);
    }
  }

  static Map<String, List<String>> columns(ColumnMapping mapping) {
    Map<String, List<String>> columns = new LinkedHashMap<>();
    for (Field field : Field.values()) {
      if (!mapping.of(field).isEmpty()) {
        columns.put(field.name().toLowerCase(Locale.ROOT), mapping.of(field));
      }
    }
    return columns;
  }

  /** Reads a file and keeps it. */
  DataReply.DatasetInfo add(Path file, ImportChoice choice) throws IOException {
    return add(file, choice, (done, total) -> {});
  }

  /** The same, told of each row. */
  DataReply.DatasetInfo add(Path file, ImportChoice choice, RowWatch watch) throws IOException {
    Dataset dataset = read(file, choice, watch);
    if (dataset.products().isEmpty()) {
      throw new BadInputException(
          "No row of %s can be used; the first was rejected because %s."
              .formatted(
                  file,
                  dataset.rejected().isEmpty()
                      ? "there is none"
                      : dataset.rejected().getFirst().reason()));
    }
    List<DataReply.ProductRow> rows = dataset.products().stream().map(DatasetStore::row).toList();
    List<DataReply.RejectedRow> rejected =
        dataset.rejected().stream().map(DatasetStore::rejected).toList();
    String hash = Hashes.of(Wire.write(rows).getBytes(StandardCharsets.UTF_8));
    Kept kept = new Kept(info(file, dataset, hash), rows, rejected);
    Files.createDirectories(folder);
    AtomicFile.write(path(kept.info().id()), Wire.bytes(Kept.class, kept));
    known.put(kept.info().id(), kept);
    return kept.info();
  }

  private static DataReply.DatasetInfo info(Path file, Dataset dataset, String hash) {
    double[] prices = dataset.products().stream().mapToDouble(Product::price).sorted().toArray();
    return new DataReply.DatasetInfo(
        hash.substring(0, ID_LENGTH),
        dataset.name(),
        file.toAbsolutePath().toString(),
        hash,
        Instant.now(),
        columns(dataset.mapping()),
        dataset.rowsIn(),
        dataset.products().size(),
        dataset.rejected().size(),
        counts(dataset.rejected().stream().map(RejectedRow::reason)),
        prices[0],
        prices[prices.length / 2],
        Arrays.stream(prices).average().orElseThrow(),
        prices[prices.length - 1],
        counts(dataset.products().stream().map(Product::category)));
  }

  private static Map<String, Integer> counts(Stream<String> words) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    words.collect(groupingBy(Function.identity(), counting())).entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .forEach(entry -> counts.put(entry.getKey(), Math.toIntExact(entry.getValue())));
    return counts;
  }

  /** A dataset by its id. */
  Kept get(String id) {
    return known.computeIfAbsent(id, this::load);
  }

  private Kept load(String id) {
    if (!id.matches("[0-9a-f]{" + ID_LENGTH + "}") || !Files.isRegularFile(path(id))) {
      throw new BadInputException(
          "There is no dataset \"%s\"; import its file first.".formatted(id));
    }
    try {
      return Wire.read(Kept.class, Files.readAllBytes(path(id)));
    } catch (IOException e) {
      throw new BadInputException(path(id) + " cannot be read; import the file again.", e);
    }
  }

  /** All, newest first. */
  List<DataReply.DatasetInfo> list() throws IOException {
    List<DataReply.DatasetInfo> infos = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        files
            .map(file -> String.valueOf(file.getFileName()))
            .filter(name -> name.endsWith(".json"))
            .map(name -> get(name.replace(".json", "")).info())
            .forEach(infos::add);
      }
    }
    infos.sort(Comparator.comparing(DataReply.DatasetInfo::imported).reversed());
    return infos;
  }

  /** Forgets one. */
  void delete(String id) throws IOException {
    get(id);
    known.remove(id);
    Files.deleteIfExists(path(id));
  }

  /** The parts of a dataset. */
  Split split(DataChoice choice) {
    List<Product> products = get(choice.dataset()).all();
    int rest = products.size() - choice.validation() - choice.test();
    int train = choice.train() == 0 ? rest : choice.train();
    return Split.byCounts(products, train, choice.validation(), choice.test(), choice.seed());
  }

  /** The products of one part. */
  List<Product> part(DataChoice choice, String part) {
    Split split = split(choice);
    return switch (part) {
      case "train" -> split.train();
      case "validation" -> split.validation();
      case "test" -> split.test();
      default ->
          throw new BadInputException(
              "\"%s\" is no part; choose train, validation or test.".formatted(part));
    };
  }

  private Path path(String id) {
    return folder.resolve(id + ".json");
  }

  static DataReply.ProductRow row(Product p) {
    return new DataReply.ProductRow(
        p.line(), p.title(), p.description(), p.category(), p.brand(), p.details(), p.price());
  }

  static DataReply.RejectedRow rejected(RejectedRow r) {
    return new DataReply.RejectedRow(r.line(), r.column(), r.value(), r.reason());
  }

  private static Product product(DataReply.ProductRow r) {
    return new Product(
        r.line(), r.title(), r.description(), r.category(), r.brand(), r.details(), r.price());
  }
}
