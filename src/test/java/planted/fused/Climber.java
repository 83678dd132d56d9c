package planted.fused;

import java.lang.foreign.Linker;
import planted.service.Anything;

/** Breaks two walls on purpose. */
public final class Climber {
  private Climber() {}

  /** Names what it must not know. */
  public static Class<?> forbidden() {
    return Anything.class;
  }

  /** Likewise. */
  public static Class<?> foreign() {
    return Linker.class;
  }
}
