package tunebench.hub;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * The Hub's token: of the variable {@code HF_TOKEN}, of the system's key store, or of the file that
 * {@code huggingface_hub} keeps, in this order.
 */
public final class Tokens implements Supplier<Optional<Token>> {
  private static final String NAME = "huggingface";

  private final HubSettings settings;
  private final Optional<Secrets> store;

  public Tokens(HubSettings settings, Optional<Secrets> store) {
    this.settings = settings;
    this.store = store;
  }

  /** The token that requests carry, if there is one. */
  @Override
  public Optional<Token> get() {
    if (!settings.token().isEmpty()) {
      return Optional.of(new Token(settings.token(), "HF_TOKEN"));
    }
    return store
        .flatMap(s -> s.get(NAME).map(secret -> new Token(secret, s.place())))
        .or(
            () ->
                SecretFile.read(settings.tokenFile())
                    .map(secret -> new Token(secret, settings.tokenFile().toString())));
  }

  /**
   * Keeps a token.
   *
   * @return where, for people
   */
  public String keep(String secret) {
    if (store.isPresent()) {
      store.get().put(NAME, secret);
      return store.get().place();
    }
    SecretFile.write(settings.tokenFile(), secret);
    return settings.tokenFile().toString();
  }

  /** Forgets what was kept; a variable stays. */
  public void forget() {
    store.ifPresent(s -> s.get(NAME).ifPresent(secret -> s.remove(NAME)));
    SecretFile.remove(settings.tokenFile());
  }
}
