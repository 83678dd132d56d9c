package planted.ui.lab2baseline;

import planted.ui.lab3prepare.Neighbour3;

/** Breaks a wall on purpose. */
public final class Neighbour2 {
  private Neighbour2() {}

  /** Names another lab. */
  public static Class<?> forbidden() {
    return Neighbour3.class;
  }
}
