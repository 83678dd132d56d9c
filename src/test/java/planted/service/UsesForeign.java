package planted.service;

import java.lang.foreign.Arena;

/** Breaks a wall on purpose. */
public final class UsesForeign {
  private UsesForeign() {}

  /** Names a library that has no place here. */
  public static Class<?> forbidden() {
    return Arena.class;
  }
}
