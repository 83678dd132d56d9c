package tunebench.data;

/**
 * One product with a price. Text that the source lacks is "".
 *
 * @param line the line of the source file on which the record starts, from 1
 * @param details specifications such as "Material: walnut; Size: large"
 * @param price in the currency of the source, unrounded
 */
public record Product(
    int line,
    String title,
    String description,
    String category,
    String brand,
    String details,
    double price) {}
