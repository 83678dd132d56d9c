package tunebench.run;

/**
 * Whether one run prices better than another on the products that both priced.
 *
 * @param a id of the first run
 * @param b id of the second run
 * @param n products that both priced
 * @param maeA MAE of the first on these
 * @param maeB MAE of the second on these
 * @param difference maeB - maeA in dollars; negative when the second is better
 * @param low lower end of its 95 % interval by paired resampling
 * @param high upper end
 * @param wins products on which the second is nearer
 * @param ties products on which both are equally near
 * @param losses products on which the first is nearer
 * @param fixed products that only the second hits (the course's green band)
 * @param broken products that only the first hits
 * @param verdict one plain sentence
 */
public record PairedVerdict(
    String a,
    String b,
    int n,
    double maeA,
    double maeB,
    double difference,
    double low,
    double high,
    int wins,
    int ties,
    int losses,
    int fixed,
    int broken,
    String verdict) {}
