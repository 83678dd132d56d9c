package tunebench.service.http;

/** A request that is not let in. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1;

  private final int status;

  Refusal(int status, String sentence) {
    super(sentence);
    this.status = status;
  }

  /** The HTTP status. */
  int status() {
    return status;
  }

  /** The message, which is always there. */
  String sentence() {
    return String.valueOf(getMessage());
  }
}
