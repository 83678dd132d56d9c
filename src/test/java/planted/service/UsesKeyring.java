package planted.service;

import com.github.javakeyring.Keyring;

/** Breaks a wall on purpose. */
public final class UsesKeyring {
  private UsesKeyring() {}

  /** Names a library that has no place here. */
  public static Class<?> forbidden() {
    return Keyring.class;
  }
}
