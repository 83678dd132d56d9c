package tunebench.ui.chart;

import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import tunebench.ui.control.Mark;

/** Marks of points, a different one for each band. */
final class Shapes {
  private Shapes() {}

  /** A disc, a triangle, a cross or a diamond, about 8 pixels across. */
  static Shape of(Mark mark) {
    return switch (mark) {
      case HIT -> new Ellipse2D.Double(-3.2, -3.2, 6.4, 6.4);
      case NEAR -> path(0, -4.2, 3.9, 3.2, -3.9, 3.2, 0, -4.2);
      case MISS -> cross(3.1);
      case UNREAD -> diamond(4.5);
    };
  }

  static Shape diamond(double r) {
    return path(0, -r, r, 0, 0, r, -r, 0, 0, -r);
  }

  static Shape ring(double r) {
    return new Ellipse2D.Double(-r, -r, 2 * r, 2 * r);
  }

  private static Shape cross(double r) {
    Path2D cross = path(-r, -r, r, r);
    cross.append(path(-r, r, r, -r), false);
    return cross;
  }

  private static Path2D path(double... xy) {
    var path = new Path2D.Double();
    path.moveTo(xy[0], xy[1]);
    for (int i = 2; i < xy.length; i += 2) {
      path.lineTo(xy[i], xy[i + 1]);
    }
    return path;
  }
}
