package tunebench.fused;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tunebench.tensor.Dtype;
import tunebench.tensor.Kernels;
import tunebench.tensor.Matrix;
import tunebench.tensor.Scope;

class DenseRoomTest {
  private final Scope scope = Scope.on(Device.cpu());
  private final List<String> log = new ArrayList<>();
  private final LastMoment line = new LastMoment();
  private final DenseRoom room = new DenseRoom(scope, Dtype.FLOAT32, line, false, 8, 8);

  @AfterEach
  void close() {
    room.close();
    scope.close();
  }

  /** Does what it was given only when it is waited for, as a busy device may. */
  private final class LastMoment implements Kernels.Line {
    private Runnable work = () -> {};

    @Override
    public void start(Runnable next) {
      work = next;
      log.add("start");
    }

    @Override
    public void join() {
      work.run();
      work = () -> {};
    }

    @Override
    public void close() {
      log.add("close");
    }
  }

  private DenseRoom.Need need(int key) {
    return new DenseRoom.Need(
        key,
        key % DenseRoom.PLACES,
        2,
        4,
        whole -> {
          log.add("make " + key);
          float[] numbers = new float[8];
          Arrays.fill(numbers, key);
          whole.base().set(numbers);
        },
        whole -> {});
  }

  private void pass(int... keys) {
    room.begin();
    for (int key : keys) {
      Matrix whole = room.get(need(key));
      log.add("use " + key);
      assertThat(whole.base().toFloatArray()).hasSize(8).containsOnly(key);
    }
  }

  @Test
  void theFirstPassMakesEachWhenItIsAskedFor() {
    pass(0, 1, 2);

    assertThat(log).containsExactly("make 0", "use 0", "make 1", "use 1", "make 2", "use 2");
  }

  @Test
  void theNextPassMakesEachWhileTheOneBeforeIsUsed() {
    pass(0, 1, 2);
    log.clear();

    pass(0, 1, 2);

    assertThat(log)
        .containsExactly("make 0", "start", "use 0", "make 1", "start", "use 1", "make 2", "use 2");
  }

  @Test
  void aPassThatGoesAnotherWayGetsWhatItAsksFor() {
    pass(0, 1, 2, 3);

    pass(0, 3, 2, 1);
    pass(5, 4);
    pass(5, 4, 3, 2, 1, 0);
    pass(5, 4, 3);
  }

  @Test
  void neighboursInOnePlaceAreNotMadeAhead() {
    pass(0, 2, 4);
    log.clear();

    pass(0, 2, 4);

    assertThat(log).doesNotContain("start");
  }

  @Test
  void whatIsStillThereIsNotMadeAgain() {
    pass(0, 1, 1, 0);

    assertThat(log).containsExactly("make 0", "use 0", "make 1", "use 1", "use 1", "use 0");
  }

  @Test
  void nothingIsKeptFromPassToPass() {
    pass(0, 1);
    log.clear();

    pass(1, 0);

    assertThat(log).containsExactly("make 1", "use 1", "make 0", "use 0");
  }

  @Test
  void aPieceInNoOrderTakesThePlaceAndIsForgotten() {
    pass(0, 1);
    room.begin();
    room.get(need(0));
    log.clear();

    Matrix piece = room.shaped(1, 8);
    piece.base().set(new float[8]);

    assertThat(log).containsExactly("make 1");
    assertThat(room.get(need(0)).base().toFloatArray()).containsOnly(0f);
    assertThat(log).containsExactly("make 1", "make 0");
  }
}
