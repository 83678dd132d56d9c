package tunebench.prompt;

import static java.util.stream.Collectors.joining;

import java.util.stream.Stream;
import tunebench.data.Product;

/**
 * The course's two ways to ask for a price. Both end with {@link #LEAD_IN} and answer in whole
 * dollars, because Llama 3 has one token for every number up to 999.
 */
public enum PriceTemplate {
  /** The first version: the title, then the contents, as they are. */
  V1("How much does this cost to the nearest dollar?") {
    @Override
    public String text(Product product) {
      return Stream.of(product.title(), product.description(), product.details())
          .filter(part -> !part.isBlank())
          .collect(joining("\n"));
    }
  },

  /** The rewrite of 2025: a summary of up to five labelled lines. */
  V2("What does this cost to the nearest dollar?") {
    @Override
    public String text(Product product) {
      return Stream.of(
              labelled("Title", product.title()),
              labelled("Category", product.category()),
              labelled("Brand", product.brand()),
              labelled("Description", product.description()),
              labelled("Details", product.details()))
          .filter(line -> !line.isEmpty())
          .collect(joining("\n"));
    }
  };

  /** What stands between the text and the price; the mask of the training labels ends here. */
  public static final String LEAD_IN = "Price is $";

  private final String request;

  PriceTemplate(String request) {
    this.request = request;
  }

  /** What the prompt says about the product; absent fields leave no line. */
  public abstract String text(Product product);

  /** The question about this product and the answer to learn. */
  public Prompt prompt(Product product) {
    return new Prompt(question(text(product)), answer(product.price()));
  }

  /** The question about a text that is already prepared. */
  public String question(String text) {
    return request + "\n\n" + text + "\n\n" + LEAD_IN;
  }

  /**
   * A price as the answer spells it: whole dollars, halves to the even neighbour as in Python (so
   * 0.5 becomes "0.00").
   */
  public static String answer(double price) {
    return (long) Math.rint(price) + ".00";
  }

  private static String labelled(String label, String value) {
    return value.isBlank() ? "" : label + ": " + value;
  }
}
