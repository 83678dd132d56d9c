package tunebench;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Another machine did not do its part, and asking again did not help. The message is one plain
 * sentence for the person that says who, what, and what may help.
 */
public final class RemoteException extends IOException {
  private static final long serialVersionUID = 1;

  public RemoteException(String sentence) {
    super(sentence);
  }

  public RemoteException(String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
  }
}
