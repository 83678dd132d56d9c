package tunebench.house;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FormatTest {
  @Test
  void everySourceFileIsFormatted() throws Exception {
    assertThat(Format.offenders()).as("run: mvn -q test-compile exec:exec@format").isEmpty();
  }

  @Test
  void anUnformattedFileIsNoticed() throws Exception {
    assertThat(Format.formatted("class A{int x ;}")).isEqualTo("class A {\n  int x;\n}\n");
  }
}
