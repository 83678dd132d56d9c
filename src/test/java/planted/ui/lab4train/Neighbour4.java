package planted.ui.lab4train;

import planted.ui.lab5evaluate.Neighbour5;

/** Breaks a wall on purpose. */
public final class Neighbour4 {
  private Neighbour4() {}

  /** Names another lab. */
  public static Class<?> forbidden() {
    return Neighbour5.class;
  }
}
