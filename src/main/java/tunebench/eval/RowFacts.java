package tunebench.eval;

/**
 * What a slice of the rows can be cut by.
 *
 * @param category of the product, "" where the data has none
 * @param length of its prompt, in whatever unit the caller counts (tokens, or characters without a
 *     tokenizer)
 */
public record RowFacts(String category, int length) {}
