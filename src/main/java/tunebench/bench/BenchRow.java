package tunebench.bench;

/**
 * One line of the table.
 *
 * @param work what was done: train or predict
 * @param format of the weights
 * @param batch rows at a time
 * @param tokens of each row
 * @param itemsPerSecond rows per second at the median
 * @param tokensPerSecond likewise
 * @param seconds per batch
 * @param weightBytes held by the weights
 * @param peakBytes most that the device held while it worked, weights included
 * @param check what was compared before the clock ran, and how far apart it was
 */
public record BenchRow(
    String work,
    String format,
    int batch,
    int tokens,
    double itemsPerSecond,
    double tokensPerSecond,
    Timing seconds,
    long weightBytes,
    long peakBytes,
    String check) {
  static BenchRow of(
      String work,
      String format,
      int batch,
      int tokens,
      Timing seconds,
      long bytes,
      long peak,
      String check) {
    double items = batch / seconds.median();
    return new BenchRow(
        work, format, batch, tokens, items, items * tokens, seconds, bytes, peak, check);
  }
}
