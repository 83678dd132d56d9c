package tunebench.launch;

import tunebench.hub.Account;
import tunebench.hub.HttpHub;
import tunebench.hub.HubCache;
import tunebench.hub.HubSettings;
import tunebench.hub.KeyStoreSecrets;
import tunebench.hub.Tokens;

/** The Hub as this person reaches it. */
record HubAccess(HubSettings settings, Tokens tokens, HttpHub hub, HubCache cache) {
  static HubAccess open() {
    HubSettings settings = HubSettings.ofEnvironment();
    Tokens tokens = new Tokens(settings, KeyStoreSecrets.find());
    return new HubAccess(
        settings, tokens, new HttpHub(settings, tokens), new HubCache(settings.cache()));
  }

  static String words(Account account) {
    return "%s, by the token from %s%s"
        .formatted(
            account.name(),
            account.source(),
            account.role().isEmpty() ? "" : ", which may " + account.role());
  }
}
