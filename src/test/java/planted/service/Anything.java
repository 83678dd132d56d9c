package planted.service;

/** Breaks a wall on purpose. */
public final class Anything {
  private Anything() {}
}
