package planted.service;

import javafx.beans.Observable;

/** Breaks a wall on purpose. */
public final class UsesFx {
  private UsesFx() {}

  /** Names a library that has no place here. */
  public static Class<?> forbidden() {
    return Observable.class;
  }
}
