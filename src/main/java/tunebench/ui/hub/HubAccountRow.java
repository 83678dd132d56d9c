package tunebench.ui.hub;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.layout.VBox;
import tunebench.ui.control.Notice;
import tunebench.ui.control.Ui;

/** Whose token is used, and a place to give one. */
final class HubAccountRow extends VBox {

  HubAccountRow(HubAccountModel model) {
    super(6);
    Label sentence = Ui.prose("", "text-muted");
    sentence.textProperty().bind(model.sentenceProperty());
    var token = new PasswordField();
    token.setId("hub-token");
    token.setPromptText("A token");
    token.setPrefWidth(220);
    Ui.named(
        token,
        "Token",
        "Made on the Hub's page of tokens. It goes into the system's key store, or into a file that"
            + " only you can read, on the service's machine.");
    Button login =
        Ui.button(
            "Log in",
            "mdi2l-login",
            "Keeps the token if the Hub takes it",
            () -> {
              model.login(token.getText());
              token.clear();
            });
    login.setId("hub-login");
    Ui.whole(login);
    Button logout =
        Ui.whole(Ui.button("Log out", "mdi2l-logout", "Forgets the token", model::logout));
    var row = Ui.row(8, Ui.wide(sentence), token, login, logout);
    sentence.setMaxWidth(Double.MAX_VALUE);
    getChildren().addAll(row, Notice.danger(model.problemProperty()));
    model
        .knownProperty()
        .subscribe(
            known -> {
              see(token, !known);
              see(login, !known);
              see(logout, known);
            });
  }

  private static void see(Node node, boolean on) {
    node.setVisible(on);
    node.setManaged(on);
  }
}
