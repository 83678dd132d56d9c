package tunebench.format;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RotaryRowsTest {
  /** {@code reshape(heads, 2, d/2).swapaxes(1, 2)}: the converter's permutation, spelled out. */
  @Test
  void theOrderIsThatOfTheConverter() {
    int heads = 3;
    int half = 4;
    RotaryRows rows = new RotaryRows(2L * half);
    long gguf = 0;
    for (int head = 0; head < heads; head++) {
      for (int i = 0; i < half; i++) {
        for (int part = 0; part < 2; part++) {
          long hub = head * 2L * half + (long) part * half + i;
          assertThat(rows.inGguf(hub)).isEqualTo(gguf);
          assertThat(rows.inHub(gguf)).isEqualTo(hub);
          gguf++;
        }
      }
    }
  }
}
