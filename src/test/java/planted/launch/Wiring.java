package planted.launch;

/** Breaks a wall on purpose. */
public final class Wiring {
  private Wiring() {}
}
