package tunebench.ui.fake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import tunebench.protocol.DataReply;
import tunebench.protocol.DataReply.DatasetInfo;
import tunebench.protocol.DataReply.ProductRow;
import tunebench.protocol.DataReply.RejectedRow;
import tunebench.protocol.DataReply.Xray;
import tunebench.protocol.DataReply.XrayToken;
import tunebench.protocol.DataRequest;

/** A shop of 3,000 products. */
public final class FakeData {
  public static final Instant THEN = Instant.parse("2026-11-23T14:05:00Z");
  public static final String FILE = "/opt/tunebench/sample-data/products.csv";
  private static final List<String> NAMES =
      List.of(
          "Hollowick Coffee Table",
          "Handimar Kitchen Knives",
          "Vellum Fountain Pen",
          "Norrby Desk Lamp",
          "Castell Trail Tent",
          "Ambergate Cordless Drill",
          "Pinecroft Cast Iron Pan",
          "Ostara Noise Cancelling Headphones",
          "Kestrel Road Bicycle Helmet",
          "Marlowe Linen Duvet Cover");
  private static final List<String> KINDS =
      List.of("Furniture", "Cookware", "Office", "Lighting", "Outdoors", "Tools");

  private FakeData() {}

  static DatasetInfo dataset(String id, String file, int accepted, int rejected) {
    return new DatasetInfo(
        id,
        file.substring(file.lastIndexOf('/') + 1),
        file,
        "9c1185a5c5e9fc54612808977ee8f548b2258d31",
        THEN,
        columns(),
        accepted + rejected,
        accepted,
        rejected,
        rejected == 0 ? Map.of() : Map.of("no price", 5, "price out of range", 4),
        1.99,
        87.5,
        141.2,
        989,
        Map.of("Furniture", 640, "Cookware", 580, "Tools", 510, "Lighting", 470, "Office", 420));
  }

  static Map<String, List<String>> columns() {
    return Map.of(
        "title", List.of("title"),
        "description", List.of("description"),
        "category", List.of("category"),
        "brand", List.of("brand"),
        "details", List.of("details"),
        "price", List.of("price"));
  }

  public static String name(int i) {
    return NAMES.get(Math.floorMod(i, NAMES.size()));
  }

  public static String kind(int i) {
    return KINDS.get(Math.floorMod(i, KINDS.size()));
  }

  static ProductRow product(int line) {
    SplittableRandom random = new SplittableRandom(line);
    String name = name(line);
    return new ProductRow(
        line,
        name,
        "A well made "
            + name.substring(name.indexOf(' ') + 1).toLowerCase(Locale.ROOT)
            + " for everyday use. It is built to last and comes with a two year warranty.",
        kind(line),
        name.substring(0, name.indexOf(' ')),
        "Material: oak; Size: medium",
        Math.round(Math.exp(2 + 4.4 * random.nextDouble()) * 100) / 100.0);
  }

  static DataReply.Preview preview(DataRequest.Preview request) {
    List<ProductRow> sample = new ArrayList<>();
    for (int line = 2; line < 2 + Math.min(request.rows(), 40); line++) {
      sample.add(product(line));
    }
    boolean messy = request.file().contains("messy");
    return new DataReply.Preview(
        List.of("title", "description", "category", "brand", "details", "price "),
        columns(),
        "UTF-8",
        messy ? 63 : 3000,
        messy ? 54 : 2995,
        messy ? 9 : 5,
        sample,
        faults());
  }

  static List<RejectedRow> faults() {
    return List.of(
        new RejectedRow(9, "price", "call us", "\"call us\" is no price."),
        new RejectedRow(17, "price", "", "The price is missing."),
        new RejectedRow(23, "price", "12,500.00", "12500.00 is above the highest price, 999.49."),
        new RejectedRow(31, "title", "", "The title is missing."),
        new RejectedRow(44, "", "Norrby Desk Lamp,\"A lamp", "A quote is never closed."));
  }

  static DataReply.TokenLengths lengths() {
    SplittableRandom random = new SplittableRandom(5);
    Integer[] counts = new Integer[321];
    Arrays.fill(counts, 0);
    List<Integer> lines = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      int length = (int) Math.clamp(118 + 26 * random.nextGaussian(), 40, 320);
      counts[length]++;
    }
    for (int i = 0; i < 50; i++) {
      lines.add(100 + 7 * i);
    }
    return new DataReply.TokenLengths(List.of(counts), 232, 118, lines);
  }

  static Xray xray(DataRequest.Xray request) {
    ProductRow product = product(request.line());
    String question =
        "How much does this cost to the nearest dollar?\n\n"
            + product.title()
            + "\n"
            + product.description()
            + "\n\nPrice is $";
    String answer = Math.round(product.price()) + ".00";
    List<XrayToken> tokens = new ArrayList<>();
    int id = 100;
    for (String word : question.split("(?<=[ \n])|(?=[$.,?])", -1)) {
      tokens.add(new XrayToken(id++, word, false, false));
    }
    int uncut = tokens.size() + 3;
    boolean cut = uncut > request.maxTokens();
    while (tokens.size() + 3 > request.maxTokens() && tokens.size() > 12) {
      tokens.remove(tokens.size() - 6);
    }
    tokens.add(new XrayToken(765, answer.substring(0, answer.indexOf('.')), true, true));
    tokens.add(new XrayToken(13, ".", true, false));
    tokens.add(new XrayToken(410, "00", true, false));
    return new Xray(product, question, answer, tokens, uncut, cut, request.maxTokens() < 15);
  }
}
