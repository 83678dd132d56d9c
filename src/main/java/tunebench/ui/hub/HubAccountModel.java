package tunebench.ui.hub;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import tunebench.protocol.HubReply.HubAccount;
import tunebench.protocol.HubRequest;
import tunebench.ui.work.Desk;

/** Whose token the service uses. The token itself is never kept in the window. */
public final class HubAccountModel {
  private final Desk desk;
  private final ReadOnlyStringWrapper sentence =
      new ReadOnlyStringWrapper("Public models need no token.");
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
  private final BooleanProperty known = new SimpleBooleanProperty();

  HubAccountModel(Desk desk) {
    this.desk = desk;
  }

  void ask() {
    desk.ask(new HubRequest.HubAccount()).then(this::show).otherwise(problem::set).start();
  }

  private void show(HubAccount account) {
    problem.set("");
    known.set(!account.name().isEmpty());
    if (account.offline()) {
      sentence.set("HF_HUB_OFFLINE is set: the Hub is not asked.");
    } else if (account.name().isEmpty()) {
      sentence.set("Public models need no token; gated ones and uploads do.");
    } else {
      sentence.set(
          "You are %s, by the token in %s%s."
              .formatted(
                  account.name(),
                  account.place(),
                  account.role().isEmpty() ? "" : ", which may " + account.role()));
    }
  }

  /** Keeps a token if the Hub takes it. */
  public void login(String token) {
    problem.set("");
    desk.ask(new HubRequest.HubLogin(token)).then(this::show).otherwise(problem::set).start();
  }

  /** Forgets the token. */
  public void logout() {
    desk.ask(new HubRequest.HubLogout()).then(done -> ask()).otherwise(problem::set).start();
  }

  public ReadOnlyStringProperty sentenceProperty() {
    return sentence.getReadOnlyProperty();
  }

  public ReadOnlyStringProperty problemProperty() {
    return problem.getReadOnlyProperty();
  }

  /** Whether there is a token that the Hub takes. */
  public BooleanProperty knownProperty() {
    return known;
  }
}
