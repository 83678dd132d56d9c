package planted.service;

import dev.hardwood.InputFile;

/** Breaks a wall on purpose. */
public final class UsesParquet {
  private UsesParquet() {}

  /** Names a library that has no place here. */
  public static Class<?> forbidden() {
    return InputFile.class;
  }
}
