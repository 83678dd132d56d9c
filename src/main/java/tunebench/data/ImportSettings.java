package tunebench.data;

/**
 * How a file becomes a dataset.
 *
 * @param columns the columns that a person chose; the rest is guessed from the header
 * @param prices which amounts count as prices
 * @param keepDuplicates whether a row whose title and text occurred before stays in
 * @param scrub whether texts are cleaned as in the course; see {@link TextScrub}
 * @param minChars the fewest characters that description and details must have; the course asks for
 *     300, here 0 asks for nothing
 * @param maxChars where description and details are cut, in characters; the course cuts at 1120,
 *     here 0 cuts nothing
 */
public record ImportSettings(
    ColumnMapping columns,
    PriceParser prices,
    boolean keepDuplicates,
    boolean scrub,
    int minChars,
    int maxChars) {

  /** Guess the columns, keep the course's price bounds, and leave the texts as they are. */
  public static final ImportSettings DEFAULT =
      new ImportSettings(ColumnMapping.none(), PriceParser.COURSE, false, false, 0, 0);

  /** As the course prepares Amazon's products: scrubbed, over 300 characters, cut at 1120. */
  public static final ImportSettings COURSE =
      new ImportSettings(ColumnMapping.none(), PriceParser.COURSE, false, true, 301, 1120);

  public ImportSettings withColumns(ColumnMapping chosen) {
    return new ImportSettings(chosen, prices, keepDuplicates, scrub, minChars, maxChars);
  }

  public ImportSettings withPrices(PriceParser parser) {
    return new ImportSettings(columns, parser, keepDuplicates, scrub, minChars, maxChars);
  }

  public ImportSettings withDuplicates() {
    return new ImportSettings(columns, prices, true, scrub, minChars, maxChars);
  }
}
