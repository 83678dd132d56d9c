package tunebench.protocol;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tunebench.run.DataChoice;

/** About files of products. */
public sealed interface DataRequest<R extends Reply> extends Request<R> {

  /** Reads a file and says what it would become, without keeping it. */
  record Preview(String file, ImportChoice choice, int rows)
      implements DataRequest<DataReply.Preview> {}

  /** Reads a file and keeps it as a dataset. */
  record Import(String file, ImportChoice choice) implements DataRequest<DataReply.DatasetInfo> {}

  /**
   * How a file becomes a dataset.
   *
   * @param columns by field: {@code title}, {@code description}, {@code category}, {@code brand},
   *     {@code details}, {@code price}; what is missing is guessed
   * @param keepDuplicates whether rows with the same title and text stay in
   * @param scrub whether texts are cleaned as in the course
   * @param minChars fewest characters of text
   * @param maxChars where the text is cut; 0 for nowhere
   * @param lowestPrice in dollars; null for the course's 0.50
   * @param highestPrice in dollars; null for the course's 999.49
   */
  record ImportChoice(
      Map<String, List<String>> columns,
      boolean keepDuplicates,
      boolean scrub,
      int minChars,
      int maxChars,
      @Nullable Double lowestPrice,
      @Nullable Double highestPrice) {

    /** Guess the columns, keep the course's price bounds, leave texts as they are. */
    public static ImportChoice standard() {
      return new ImportChoice(Map.of(), false, false, 0, 0, null, null);
    }

    public ImportChoice withColumns(Map<String, List<String>> changed) {
      return new ImportChoice(
          changed, keepDuplicates, scrub, minChars, maxChars, lowestPrice, highestPrice);
    }

    public ImportChoice withKeepDuplicates(boolean changed) {
      return new ImportChoice(
          columns, changed, scrub, minChars, maxChars, lowestPrice, highestPrice);
    }

    public ImportChoice withScrub(boolean changed) {
      return new ImportChoice(
          columns, keepDuplicates, changed, minChars, maxChars, lowestPrice, highestPrice);
    }

    public ImportChoice withMinChars(int changed) {
      return new ImportChoice(
          columns, keepDuplicates, scrub, changed, maxChars, lowestPrice, highestPrice);
    }

    public ImportChoice withMaxChars(int changed) {
      return new ImportChoice(
          columns, keepDuplicates, scrub, minChars, changed, lowestPrice, highestPrice);
    }

    public ImportChoice withLowestPrice(double changed) {
      return new ImportChoice(
          columns, keepDuplicates, scrub, minChars, maxChars, changed, highestPrice);
    }

    public ImportChoice withHighestPrice(double changed) {
      return new ImportChoice(
          columns, keepDuplicates, scrub, minChars, maxChars, lowestPrice, changed);
    }
  }

  /** The datasets that were imported, newest first. */
  record Datasets() implements DataRequest<DataReply.DatasetList> {}

  /** Forgets a dataset; the file that it came from stays. */
  record DeleteDataset(String dataset) implements DataRequest<Reply.Done> {}

  /**
   * Some products of a part.
   *
   * @param part {@code train}, {@code validation} or {@code test}
   * @param search must occur in the title; "" for any
   */
  record Products(DataChoice data, String part, String search, int offset, int limit)
      implements DataRequest<DataReply.ProductPage> {}

  /** Rows of the file that did not become products. */
  record Rejected(String dataset, int offset, int limit)
      implements DataRequest<DataReply.RejectedPage> {}

  /** How many products each part gets, and how their prices are spread. */
  record SplitSizes(DataChoice data) implements DataRequest<DataReply.SplitSizes> {}

  /** How long a part's examples are in a model's tokens, uncut. */
  record TokenLengths(DataChoice data, String part, String model)
      implements DataRequest<DataReply.TokenLengths> {}

  /**
   * One product on its way to the model.
   *
   * @param line of the file
   * @param model whose tokenizer is used
   */
  record Xray(
      String dataset, int line, String template, String model, int maxTokens, boolean trainOnEnd)
      implements DataRequest<DataReply.Xray> {}
}
