package planted.service;

import ai.djl.Device;

/** Breaks a wall on purpose. */
public final class UsesDjl {
  private UsesDjl() {}

  /** Names a library that has no place here. */
  public static Class<?> forbidden() {
    return Device.class;
  }
}
