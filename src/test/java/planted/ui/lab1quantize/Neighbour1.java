package planted.ui.lab1quantize;

import planted.ui.lab2baseline.Neighbour2;

/** Breaks a wall on purpose. */
public final class Neighbour1 {
  private Neighbour1() {}

  /** Names another lab. */
  public static Class<?> forbidden() {
    return Neighbour2.class;
  }
}
