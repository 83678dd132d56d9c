package planted.ui.lab5evaluate;

import planted.ui.lab1quantize.Neighbour1;

/** Breaks a wall on purpose. */
public final class Neighbour5 {
  private Neighbour5() {}

  /** Names another lab. */
  public static Class<?> forbidden() {
    return Neighbour1.class;
  }
}
