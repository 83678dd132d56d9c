package tunebench.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HtmlTextTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "plain text | plain text",
        "<b>warm</b> &amp; <i class='x'>soft</i> | warm & soft",
        "40&deg;C &#8211; 60&#xB0;C | 40°C – 60°C",
        "&lt;b&gt;twice&lt;/b&gt; escaped | twice escaped",
        "if m<n and n>k, 5<x and y>4 | if m<n and n>k, 5<x and y>4",
        "3 < 5 and 7 > 6 | 3 < 5 and 7 > 6",
        "a&nbsp;&nbsp;b | a b",
        "AT&T; R&D | AT&T; R&D",
        "&bogus; &#99999999; | &bogus; &#99999999;",
        "see<script>var a = '<b>';</script> this<!-- note --> | see this"
      })
  void cellsReadAsAPersonSeesThem(String cell, String text) {
    assertThat(HtmlText.plain(cell)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"one<br>two", "<p>one</p><p>two</p>", "<ul><li>one</li><li>two</li></ul>"})
  void blocksBreakLines(String cell) {
    assertThat(HtmlText.plain(cell)).isEqualTo("one\ntwo");
  }
}
