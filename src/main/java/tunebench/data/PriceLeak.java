package tunebench.data;

/**
 * A place where a text gives its product's price away.
 *
 * @param start of the amount in the text, in characters
 * @param end behind it
 * @param amount as it stands there
 * @param excerpt the amount with a few words around it
 * @param why what makes it a price: a currency sign, a word such as "costs", or cents
 */
public record PriceLeak(int start, int end, String amount, String excerpt, String why) {}
