package tunebench.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GgufBlocksTest {
  @ParameterizedTest
  @EnumSource
  void everyBlockDecodesAsTheNaiveReadingOfItsLayout(GgufType type) {
    Random random = new Random(type.number());
    int blocks = Math.max(40, 2000 / type.blockWeights());
    byte[] bytes = new byte[blocks * type.blockBytes()];
    random.nextBytes(bytes);
    float[] decoded = GgufBlocks.decode(type, MemorySegment.ofArray(bytes));
    for (int i = 0; i < decoded.length; i++) {
      int at = i / type.blockWeights() * type.blockBytes();
      byte[] block = Arrays.copyOfRange(bytes, at, at + type.blockBytes());
      float expected = NaiveBlocks.weight(type, block, i % type.blockWeights());
      assertThat(Float.floatToIntBits(decoded[i]))
          .as("%s weight %d", type, i)
          .isEqualTo(Float.floatToIntBits(expected));
    }
  }

  @Test
  void sizesAreThoseOfGgml() {
    assertThat(GgufType.Q4_K.bytesOf(512)).isEqualTo(288);
    assertThat(GgufType.Q6_K.bytesOf(256)).isEqualTo(210);
    assertThat(GgufType.numbered(20)).contains(GgufType.IQ4_NL);
    assertThat(GgufType.numbered(9)).isEmpty();
  }

  @Test
  void q80RoundsToNearestAndTiesAwayFromZero() {
    float[] values = new float[32];
    values[0] = 127;
    values[1] = 0.5f;
    values[2] = -0.5f;
    values[3] = 0.49999997f;
    values[4] = 2.5f;
    values[5] = -126.4f;
    byte[] block = GgufBlocks.encode(GgufType.Q8_0, values);
    // The scale is 1, which is 0x3c00 as a float16.
    assertThat(Arrays.copyOf(block, 9)).containsExactly(0, 0x3c, 127, 1, -1, 0, 3, -126, 0);
  }

  @Test
  void q40PutsTheLargestMagnitudeOnMinusEight() {
    float[] values = new float[32];
    values[0] = -8;
    values[1] = 8;
    values[16] = 7;
    values[17] = 0.49f;
    values[18] = 0.5f;
    byte[] block = GgufBlocks.encode(GgufType.Q4_0, values);
    assertThat(Arrays.copyOf(block, 5)).containsExactly(0, 0x3c, 0xf0, 0x8f, 0x98);
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F16", "BF16", "Q8_0", "Q4_0"})
  void whatIsWrittenIsReadBackWithinHalfAStep(GgufType type) {
    Random random = new Random(9);
    float[] values = new float[320];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    Arrays.fill(values, 64, 96, 0);
    float[] back = GgufBlocks.decode(type, MemorySegment.ofArray(GgufBlocks.encode(type, values)));
    for (int block = 0; block < values.length; block += 32) {
      float largest = 0;
      for (int i = block; i < block + 32; i++) {
        largest = Math.max(largest, Math.abs(values[i]));
      }
      float step =
          switch (type) {
            case Q4_0 -> largest / 8 * 1.01f;
            case Q8_0 -> largest / 127 * 0.57f;
            case F16 -> largest / 2048;
            case BF16 -> largest / 256;
            default -> 0;
          };
      for (int i = block; i < block + 32; i++) {
        assertThat(Math.abs(back[i] - values[i])).isLessThanOrEqualTo(step);
      }
    }
  }

  @Test
  void typesThatAreOnlyReadCannotBeWritten() {
    assertThatThrownBy(() -> GgufBlocks.encode(GgufType.Q6_K, new float[256]))
        .hasMessageContaining("can be read, not written");
    assertThatThrownBy(() -> GgufBlocks.encode(GgufType.Q8_0, new float[33]))
        .hasMessageContaining("do not fill");
  }
}
