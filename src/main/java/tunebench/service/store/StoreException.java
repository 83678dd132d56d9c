package tunebench.service.store;

import java.sql.SQLException;

/** The store could not be read or written; the message is one sentence for the person. */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1;

  StoreException(String sentence, SQLException cause) {
    super(sentence, cause);
  }
}
