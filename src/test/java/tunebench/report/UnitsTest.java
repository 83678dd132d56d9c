package tunebench.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UnitsTest {
  @Test
  void dollarsHaveTwoDecimals() {
    assertThat(Units.dollars(1234.5)).isEqualTo("$1,234.50");
    assertThat(Units.dollars(-5)).isEqualTo("−$5.00");
    assertThat(Units.dollars(Double.NaN)).isEqualTo("NaN");
  }

  @Test
  void bytesStandInBothUnits() {
    assertThat(Units.bytes(5_591_539_712L)).isEqualTo("5.59 GB (5.21 GiB)");
    assertThat(Units.bytes(109_100_000)).isEqualTo("109.10 MB (104.05 MiB)");
    assertThat(Units.bytes(2_048)).isEqualTo("2.0 kB (2.0 KiB)");
    assertThat(Units.bytes(0)).isEqualTo("0");
  }

  @Test
  void timesAreReadable() {
    assertThat(Units.time(12.34)).isEqualTo("12.3 s");
    assertThat(Units.time(6850)).isEqualTo("1 h 54 min");
    assertThat(Units.time(125.4)).isEqualTo("2 min 5 s");
  }
}
