package planted.pdf;

import planted.service.Anything;

/** Breaks a wall on purpose. */
public final class Climber {
  private Climber() {}

  /** Names what it must not know. */
  public static Class<?> forbidden() {
    return Anything.class;
  }
}
