package planted.ui.lab3prepare;

import planted.ui.lab4train.Neighbour4;

/** Breaks a wall on purpose. */
public final class Neighbour3 {
  private Neighbour3() {}

  /** Names another lab. */
  public static Class<?> forbidden() {
    return Neighbour4.class;
  }
}
