package tunebench.hub;

/**
 * A token.
 *
 * @param source where it was found, for people, such as {@code HF_TOKEN}
 */
public record Token(String secret, String source) {
  /** Never the secret: this may end up in a log. */
  @Override
  public String toString() {
    return "token from " + source;
  }
}
