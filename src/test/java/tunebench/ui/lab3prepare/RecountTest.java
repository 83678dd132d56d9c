package tunebench.ui.lab3prepare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import tunebench.protocol.DataReply.TokenLengths;
import tunebench.protocol.DataRequest;
import tunebench.ui.fake.Desks;
import tunebench.ui.fake.FakeService;

/** Dragging the limit over 20,000 rows counts them anew at once, without asking the service. */
class RecountTest {
  private static final int ROWS = 20_000;
  private static final int DRAGS = 400;

  /** A frame at 60 a second. */
  private static final double FRAME_MILLIS = 1000.0 / 60;

  @Test
  void aDragOverTwentyThousandRowsIsCountedWithinAFrame() {
    var random = new SplittableRandom(7);
    int[] lengths = random.ints(ROWS, 40, 420).toArray();
    FakeService fake = FakeService.used();
    fake.lengths(counted(lengths));
    var model = new TokensViewModel(Desks.at(fake).desk());
    int asked = fake.asked(DataRequest.TokenLengths.class).size();
    double[] millis = new double[DRAGS];
    for (int i = 0; i < DRAGS; i++) {
      int limit = 60 + (i * 37) % 350;
      long began = System.nanoTime();
      model.limit(limit);
      millis[i] = (System.nanoTime() - began) / 1e6;
      long beyond = Arrays.stream(lengths).filter(n -> n > limit).count();
      assertThat(model.cutProperty().get())
          .startsWith(String.format(Locale.ENGLISH, "%,d of 20,000 rows", beyond));
    }
    Arrays.sort(millis);
    System.out.printf(
        Locale.ROOT,
        "A drag of the limit counts 20,000 rows anew in %.2f ms (median of %d)%n",
        millis[DRAGS / 2],
        DRAGS);
    assertThat(millis[DRAGS / 2]).isLessThan(FRAME_MILLIS);
    assertThat(fake.asked(DataRequest.TokenLengths.class)).hasSize(asked);
  }

  private static TokenLengths counted(int[] lengths) {
    int longest = Arrays.stream(lengths).max().orElseThrow();
    List<Integer> counts = new ArrayList<>();
    for (int n = 0; n <= longest; n++) {
      int of = n;
      counts.add((int) Arrays.stream(lengths).filter(length -> length == of).count());
    }
    return new TokenLengths(
        counts, longest, Arrays.stream(lengths).average().orElseThrow(), List.of());
  }
}
