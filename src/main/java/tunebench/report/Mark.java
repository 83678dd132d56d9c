package tunebench.report;

import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;

/** What became of an answer, with the mark that stands for it: never by colour alone. */
enum Mark {
  HIT("Within $40 or 20 %"),
  NEAR("Within $80 or 40 %"),
  MISS("Further off"),
  UNREAD("No price read");

  final String meaning;

  Mark(String meaning) {
    this.meaning = meaning;
  }

  static Mark of(PricedProduct.Answer answer, double truth) {
    if (!answer.parsed()) {
      return UNREAD;
    }
    return switch (answer.band(truth)) {
      case GREEN -> HIT;
      case ORANGE -> NEAR;
      case RED -> MISS;
    };
  }

  Color color(ChartTheme theme) {
    return switch (this) {
      case HIT -> theme.green;
      case NEAR -> theme.orange;
      case MISS -> theme.red;
      case UNREAD -> theme.ink;
    };
  }

  /** A disc, a triangle, a cross, an open diamond; about 8 units across. */
  Shape shape() {
    return switch (this) {
      case HIT -> new Ellipse2D.Double(-3.2, -3.2, 6.4, 6.4);
      case NEAR -> path(0, -4.2, 3.9, 3.2, -3.9, 3.2, 0, -4.2);
      case MISS -> cross(3.1);
      case UNREAD -> path(0, -4.5, 4.5, 0, 0, 4.5, -4.5, 0, 0, -4.5);
    };
  }

  /** The same marks as letters, for tables. */
  String sign() {
    return switch (this) {
      case HIT -> "●";
      case NEAR -> "▲";
      case MISS -> "✕";
      case UNREAD -> "◇";
    };
  }

  boolean filled() {
    return this == HIT || this == NEAR;
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
