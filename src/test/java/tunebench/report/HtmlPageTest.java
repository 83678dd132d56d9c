package tunebench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class HtmlPageTest {
  private final LabsReport report = SampleReport.of(40, 80);
  private final String page = HtmlPage.of(report, new Charts(report));

  @Test
  void needsNoOtherFileAndNoNetwork() {
    assertThat(page).doesNotContain("http:", "https:", "<script", "<link", "url(", "@import");
    Matcher source = Pattern.compile("(?:src|srcset|href)=\"(.{0,22})").matcher(page);
    int found = 0;
    while (source.find()) {
      assertThat(source.group(1)).isEqualTo("data:image/png;base64,");
      found++;
    }
    assertThat(found).as("four charts, light and dark").isEqualTo(8);
  }

  @Test
  void namesTheRunAndEveryLab() {
    assertThat(page)
        .contains("meta-llama/Llama-3.1-8B", "NVIDIA H100", "<dt>Seed</dt><dd>42</dd>")
        .contains("Lab 1", "Lab 2", "Lab 3", "Lab 4", "Lab 5", "Side by side")
        .contains("32.12 GB (29.92 GiB)", "Floor: best guesses there are");
  }

  /** In this report the untrained model is worse than the median price, the tuned one better. */
  @Test
  void aModelNoBetterThanTheMedianIsFlaggedBesideItsScore() {
    String flag = "<small>No better than always answering the median price";
    for (String row : page.substring(page.indexOf("Side by side")).split("<tr", -1)) {
      boolean untrained = row.contains("<td>Before training, ");
      assertThat(row.contains(flag)).as(row).isEqualTo(untrained);
    }
    assertThat(page).contains(flag);
  }

  @Test
  void aTitleCannotBreakThePage() {
    assertThat(page).contains("Cordless Drill &lt;18V&gt; &amp; Case").doesNotContain("<18V>");
    assertThat(Html.escape("'\"<&>")).isEqualTo("&#39;&quot;&lt;&amp;&gt;");
  }

  @Test
  void everyTagIsClosed() {
    for (String tag : new String[] {"section", "table", "tr", "td", "figure", "p", "div", "span"}) {
      assertThat(count("<" + tag + "[ >]")).as(tag).isEqualTo(count("</" + tag + ">"));
    }
  }

  private long count(String pattern) {
    return Pattern.compile(pattern).matcher(page).results().count();
  }
}
