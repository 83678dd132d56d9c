package tunebench.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tunebench.token.TokenizedExample;

class OrderTest {
  private static final List<TokenizedExample> EXAMPLES = examples();

  @Test
  void everyRowComesOnce() {
    List<Integer> rows = new ArrayList<>();
    Order.epoch(EXAMPLES, 4, true, 1, 0).forEach(b -> b.forEach(e -> rows.add(e.row())));
    assertThat(rows).containsExactlyInAnyOrderElementsOf(IntStream.range(0, 403).boxed().toList());
  }

  @Test
  void theSameSeedAndPassGiveTheSameOrder() {
    assertThat(Order.epoch(EXAMPLES, 4, true, 1, 0))
        .isEqualTo(Order.epoch(EXAMPLES, 4, true, 1, 0));
    assertThat(Order.epoch(EXAMPLES, 4, true, 1, 0))
        .isNotEqualTo(Order.epoch(EXAMPLES, 4, true, 1, 1))
        .isNotEqualTo(Order.epoch(EXAMPLES, 4, true, 2, 0));
  }

  @Test
  void groupingByLengthSavesMostOfThePadding() {
    assertThat(padding(true)).isLessThan(padding(false) / 3);
  }

  private static int padding(boolean byLength) {
    int padding = 0;
    for (List<TokenizedExample> batch : Order.epoch(EXAMPLES, 4, byLength, 1, 0)) {
      int longest = batch.stream().mapToInt(TokenizedExample::length).max().orElseThrow();
      padding += batch.stream().mapToInt(e -> longest - e.length()).sum();
    }
    return padding;
  }

  private static List<TokenizedExample> examples() {
    Random random = new Random(3);
    return IntStream.range(0, 403)
        .mapToObj(row -> new TokenizedExample(row, new int[10 + random.nextInt(90)], 5, false))
        .toList();
  }
}
