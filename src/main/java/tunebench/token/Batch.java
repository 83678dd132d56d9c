package tunebench.token;

import java.util.Arrays;
import java.util.List;

/**
 * Rows side by side, padded on the right to the longest.
 *
 * @param rows the lines they came from
 * @param ids token numbers [b, s] row by row; padding repeats token 0 and is never looked at
 * @param length s
 * @param tokens tokens without padding
 * @param lengths tokens of each row
 * @param positions index into [b * s] of each hidden state that must speak
 * @param labels what each must say
 * @param owner the row, 0 to b - 1, of each label
 * @param price whether each label is the first of its answer
 */
@SuppressWarnings("ArrayRecordComponent")
public record Batch(
    List<Integer> rows,
    long[] ids,
    int length,
    int tokens,
    int[] lengths,
    long[] positions,
    long[] labels,
    int[] owner,
    boolean[] price) {

  /** Puts examples together. */
  public static Batch of(List<TokenizedExample> examples) {
    int s = examples.stream().mapToInt(TokenizedExample::length).max().orElseThrow();
    int count = examples.stream().mapToInt(TokenizedExample::labels).sum();
    long[] ids = new long[examples.size() * s];
    long[] positions = new long[count];
    long[] labels = new long[count];
    int[] owner = new int[count];
    boolean[] price = new boolean[count];
    int at = 0;
    for (int row = 0; row < examples.size(); row++) {
      TokenizedExample example = examples.get(row);
      for (int i = 0; i < example.length(); i++) {
        ids[row * s + i] = example.ids()[i];
        if (i >= example.firstLabel()) {
          positions[at] = (long) row * s + i - 1;
          labels[at] = example.ids()[i];
          owner[at] = row;
          price[at++] = i == example.firstLabel();
        }
      }
    }
    int[] lengths = examples.stream().mapToInt(TokenizedExample::length).toArray();
    return new Batch(
        examples.stream().map(TokenizedExample::row).toList(),
        ids,
        s,
        Arrays.stream(lengths).sum(),
        lengths,
        positions,
        labels,
        owner,
        price);
  }

  /** Number of rows. */
  public int size() {
    return rows.size();
  }
}
