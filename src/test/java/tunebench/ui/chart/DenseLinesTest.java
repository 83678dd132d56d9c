package tunebench.ui.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import tunebench.ui.chart.DenseLines.Columns;

class DenseLinesTest {
  private static final Rectangle2D AREA = new Rectangle2D.Double(10, 20, 100, 50);

  @Test
  void eachColumnReachesFromTheLeastToTheGreatestValueInIt() {
    double[] x = new double[3200];
    double[] y = new double[x.length];
    var random = new SplittableRandom(1);
    Arrays.setAll(x, i -> 10 + i / 32.0);
    Arrays.setAll(y, i -> 20 + 50 * random.nextDouble());
    Columns columns = DenseLines.columns(AREA, x.length, i -> x[i], i -> y[i]);
    for (int column = 0; column < 99; column++) {
      double[] there = Arrays.copyOfRange(y, 32 * column, 32 * column + 33);
      // With the first point of the next column, to which the line leads.
      assertThat(columns.top(column)).isEqualTo(Arrays.stream(there).min().orElseThrow());
      assertThat(columns.bottom(column)).isEqualTo(Arrays.stream(there).max().orElseThrow());
    }
  }

  @Test
  void aLineBetweenPointsFarApartCoversWhatLiesBetween() {
    Columns columns = DenseLines.columns(AREA, 2, i -> 10 + 50 * i, i -> 20 + 25 * i);
    assertThat(columns.top(20)).isCloseTo(30, Offset.offset(1e-9));
    assertThat(columns.bottom(20)).isCloseTo(30.5, Offset.offset(1e-9));
    assertThat(columns.top(60)).isNaN();
  }

  @Test
  void aGapIsLeftOpen() {
    double[] y = {30, Double.NaN, 40};
    Columns columns = DenseLines.columns(AREA, 3, i -> 10.5 + 10 * i, i -> y[i]);
    assertThat(columns.top(0)).isEqualTo(30);
    assertThat(columns.top(10)).isNaN();
    assertThat(columns.top(15)).isNaN();
    assertThat(columns.top(20)).isEqualTo(40);
  }

  @Test
  void aLongLineLooksAlmostAsItsPathDoes() {
    double[] x = new double[600];
    double[] y = new double[600];
    Arrays.setAll(x, i -> i);
    Arrays.setAll(y, i -> Math.sin(i / 60.0));
    int dense = ink(x, y);
    int path = ink(Arrays.copyOf(x, 490), Arrays.copyOf(y, 490));
    // Both cover a line's share of the picture: neither nothing nor a block.
    assertThat(dense).isBetween(path / 2, path * 2);
  }

  private static int ink(double[] x, double[] y) {
    var curves = new Curves("", "", Curves.plain("0.##"), false);
    curves.show(List.of(new Curves.Curve("a", new Thin.Points(x, y), 0, false)));
    curves.dress(Ink.LIGHT);
    var image = new BufferedImage(400, 200, BufferedImage.TYPE_INT_RGB);
    var g = image.createGraphics();
    curves.chart().draw(g, new Rectangle2D.Double(0, 0, 400, 200));
    g.dispose();
    int count = 0;
    for (int py = 0; py < 200; py++) {
      for (int px = 0; px < 400; px++) {
        var color = new Color(image.getRGB(px, py));
        count += color.getBlue() - color.getRed() > 60 ? 1 : 0;
      }
    }
    return count;
  }
}
