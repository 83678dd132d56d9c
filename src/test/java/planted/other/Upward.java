package planted.other;

import planted.launch.Wiring;

/** Breaks a wall on purpose. */
public final class Upward {
  private Upward() {}

  /** Names the wiring. */
  public static Class<?> forbidden() {
    return Wiring.class;
  }
}
