package tunebench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChartThemeTest {
  @ParameterizedTest
  @EnumSource(ChartTheme.class)
  void marksAndWordsStandOutFromTheirSurface(ChartTheme theme) {
    for (Color color : List.of(theme.blue, theme.orange, theme.green, theme.red, theme.neutral)) {
      assertThat(contrast(color, theme.surface)).isGreaterThan(3);
    }
    assertThat(contrast(theme.ink, theme.surface)).isGreaterThan(7);
    assertThat(contrast(theme.muted, theme.surface)).isGreaterThan(4.5);
  }

  @Test
  void theContrastFormulaIsThatOfTheWebGuidelines() {
    assertThat(contrast(Color.BLACK, Color.WHITE)).isBetween(20.99, 21.01);
  }

  /** Of WCAG 2: from 1, no difference, to 21, black on white. */
  private static double contrast(Color a, Color b) {
    double light = Math.max(luminance(a), luminance(b));
    double dark = Math.min(luminance(a), luminance(b));
    return (light + 0.05) / (dark + 0.05);
  }

  private static double luminance(Color color) {
    return 0.2126 * linear(color.getRed())
        + 0.7152 * linear(color.getGreen())
        + 0.0722 * linear(color.getBlue());
  }

  private static double linear(int channel) {
    double c = channel / 255.0;
    return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
  }
}
