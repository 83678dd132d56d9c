package tunebench.format;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HalfFloatsTest {
  @Test
  void everySixteenBitPatternSurvivesTheWayThere() {
    for (int bits = 0; bits < 65_536; bits++) {
      float bf16 = HalfFloats.fromBf16((short) bits);
      float f16 = HalfFloats.fromF16((short) bits);
      if (!Float.isNaN(bf16)) {
        assertThat(HalfFloats.toBf16(bf16)).isEqualTo((short) bits);
      }
      if (!Float.isNaN(f16)) {
        assertThat(HalfFloats.toF16(f16)).isEqualTo((short) bits);
      }
    }
  }

  @Test
  void tiesGoToTheEvenNeighbour() {
    assertThat(HalfFloats.toBf16(Float.intBitsToFloat(0x3f80_8000))).isEqualTo((short) 0x3f80);
    assertThat(HalfFloats.toBf16(Float.intBitsToFloat(0x3f81_8000))).isEqualTo((short) 0x3f82);
    assertThat(HalfFloats.toBf16(Float.intBitsToFloat(0x3f80_8001))).isEqualTo((short) 0x3f81);
  }

  @Test
  void theEndsOfTheRangeAreThose() {
    assertThat(HalfFloats.toBf16(Float.MAX_VALUE)).isEqualTo((short) 0x7f80);
    assertThat(HalfFloats.toBf16(Float.NaN)).isEqualTo((short) 0x7fc0);
    assertThat(HalfFloats.fromF16((short) 0x7bff)).isEqualTo(65504f);
    assertThat(HalfFloats.toF16(65520f)).isEqualTo((short) 0x7c00);
    assertThat(HalfFloats.fromF16((short) 1)).isEqualTo(0x1p-24f);
  }
}
