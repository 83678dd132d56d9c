package tunebench.data;

/**
 * A row whose text stands in the data already.
 *
 * @param line of the row in its file
 * @param part where it is
 * @param index its place in that part, from 0
 * @param title for people
 * @param twinLine the row that it repeats
 * @param twinPart where that is
 * @param similarity share of the pieces of text that the two have in common; 1 for equal texts
 * @param exact whether the texts are the same to the letter
 * @param price of the row
 * @param twinPrice of the other; where it differs, one text was given two prices
 */
public record Duplicate(
    int line,
    Part part,
    int index,
    String title,
    int twinLine,
    Part twinPart,
    double similarity,
    boolean exact,
    double price,
    double twinPrice) {}
