package tunebench.service.http;

import tunebench.protocol.Reply;
import tunebench.protocol.Request;

/** Answers requests. */
@FunctionalInterface
public interface Dispatcher {
  /**
   * Answers one request.
   *
   * @throws tunebench.BadInputException if the person can put it right
   */
  Reply answer(Request<?> request);
}
