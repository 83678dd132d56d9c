package tunebench.client;

import org.jspecify.annotations.Nullable;

/** The service failed or cannot be reached; the message is one sentence for the person. */
public final class ServiceException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public ServiceException(String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
  }
}
