package tunebench.protocol;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Answers about files of products. */
public sealed interface DataReply extends Reply {

  /**
   * What a file would become.
   *
   * @param header its columns
   * @param columns what is read from which, guesses included
   * @param rowsIn rows of the file; always accepted + rejected
   * @param sample first products
   * @param faults first rejected rows
   */
  record Preview(
      List<String> header,
      Map<String, List<String>> columns,
      String encoding,
      int rowsIn,
      int accepted,
      int rejected,
      List<ProductRow> sample,
      List<RejectedRow> faults)
      implements DataReply {}

  /** A product. */
  record ProductRow(
      int line,
      String title,
      String description,
      String category,
      String brand,
      String details,
      double price) {}

  /**
   * A row that did not become a product.
   *
   * @param column at fault, "" for the row as a whole
   * @param value what stands there
   */
  record RejectedRow(int line, String column, String value, String reason) {}

  /**
   * A dataset in the store.
   *
   * @param hash SHA-256 of the products
   * @param reasons rejected rows by reason
   * @param lowestPrice of its products, in dollars
   */
  record DatasetInfo(
      String id,
      String name,
      String file,
      String hash,
      Instant imported,
      Map<String, List<String>> columns,
      int rowsIn,
      int accepted,
      int rejected,
      Map<String, Integer> reasons,
      double lowestPrice,
      double medianPrice,
      double meanPrice,
      double highestPrice,
      Map<String, Integer> categories)
      implements DataReply {}

  /** Datasets, newest first. */
  record DatasetList(List<DatasetInfo> datasets) implements DataReply {}

  /**
   * Some products.
   *
   * @param total that match
   */
  record ProductPage(int total, List<ProductRow> products) implements DataReply {}

  /** Some rejected rows. */
  record RejectedPage(int total, List<RejectedRow> rows) implements DataReply {}

  /**
   * A split.
   *
   * @param binDollars width of a price bin
   * @param trainPrices products per bin, from 0 dollars on
   */
  record SplitSizes(
      int train,
      int validation,
      int test,
      double binDollars,
      List<Integer> trainPrices,
      List<Integer> testPrices)
      implements DataReply {}

  /**
   * Lengths of uncut examples, answer included.
   *
   * @param counts at index n: examples of n tokens; so any limit can be tried without asking again
   * @param lines of the longest examples, the longest first
   */
  record TokenLengths(List<Integer> counts, int longest, double mean, List<Integer> lines)
      implements DataReply {}

  /**
   * A product on its way to the model.
   *
   * @param question what the model reads
   * @param answer what it shall say
   * @param tokens of question and answer, after cutting
   * @param uncutTokens how many it were before
   * @param shortened whether text was cut so that the answer fits
   * @param unfit whether template and answer alone are too long; tokens are then empty
   */
  record Xray(
      ProductRow product,
      String question,
      String answer,
      List<XrayToken> tokens,
      int uncutTokens,
      boolean shortened,
      boolean unfit)
      implements DataReply {}

  /**
   * One token.
   *
   * @param loss whether the model is trained to say it
   * @param price whether it is the answer's first
   */
  record XrayToken(int id, String text, boolean loss, boolean price) {}
}
