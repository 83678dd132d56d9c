package tunebench.bench;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import tunebench.token.Batch;
import tunebench.token.TokenizedExample;
import tunebench.train.TrainSettings;

/**
 * What is measured on: rows of random tokens, the same ones at every call.
 *
 * @param vocabulary to choose from
 * @param tokens of each row, its answer included
 */
record BenchLoad(int vocabulary, int tokens) {
  /** Answer tokens of a row: the price, the point, the cents. */
  static final int ANSWER = 3;

  private static final long SEED = 42;

  /** Tokens of {@code rows} rows. */
  List<int[]> questions(int rows) {
    Random random = new Random(SEED);
    return IntStream.range(0, rows)
        .mapToObj(row -> random.ints(tokens, 0, vocabulary).toArray())
        .toList();
  }

  /** The same rows to train on: their last tokens are the answer. */
  Batch batch(int rows) {
    List<int[]> ids = questions(rows);
    return Batch.of(
        IntStream.range(0, rows)
            .mapToObj(row -> new TokenizedExample(row, ids.get(row), tokens - ANSWER, false))
            .toList());
  }

  /** Settings of a run on that many rows a step. */
  TrainSettings settings(int rows, boolean checkpointing) {
    return settings(rows, tokens, checkpointing);
  }

  static TrainSettings settings(int rows, int tokens, boolean checkpointing) {
    return new TrainSettings(
        1, rows, 1, 1e-4, 0, 0.001, 0.3, tokens, false, false, checkpointing, 0, SEED);
  }
}
