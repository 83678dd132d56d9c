package tunebench.ui.lab3prepare;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import tunebench.protocol.DataReply.Xray;
import tunebench.protocol.DataReply.XrayToken;
import tunebench.ui.control.Show;
import tunebench.ui.control.Ui;

/** A row token by token: what is read, what is learned, where it was cut. */
final class XrayCard extends VBox {
  private final FlowPane tokens = new FlowPane(3, 4);
  private final Label facts = Ui.prose("", "usual");

  XrayCard(ReadOnlyObjectProperty<@Nullable Xray> xray) {
    super(10);
    getStyleClass().add("panel");
    var scroll = new ScrollPane(tokens);
    scroll.setFitToWidth(true);
    tokens.setId("xray");
    var key =
        Ui.row(
            10,
            swatch("read", "token"),
            swatch("learned", "token", "token-loss"),
            swatch("the price", "token", "token-loss", "token-price"));
    getChildren()
        .addAll(Ui.row(10, Ui.title("X-ray of the row"), Ui.spring(), key), facts, Ui.tall(scroll));
    xray.subscribe(this::show);
  }

  private static Node swatch(String text, String... styles) {
    return Ui.whole(Ui.label(text, styles));
  }

  private void show(@Nullable Xray found) {
    tokens.getChildren().clear();
    if (found == null) {
      facts.setText("Choose a row to see its tokens.");
      return;
    }
    facts.setText(
        found.unfit()
            ? "The prompt alone is longer than the limit: this row cannot be learned from."
            : Show.text(
                "%d tokens%s · the model reads the question and learns to say “%s”",
                found.tokens().size(),
                found.shortened()
                    ? Show.text(", cut from %d so that the answer fits", found.uncutTokens())
                    : ", nothing cut",
                found.answer()));
    for (XrayToken token : found.tokens()) {
      // The token that begins every text has no text of its own.
      String text = token.text().isEmpty() ? "(start)" : token.text();
      Label label = Ui.label(text.replace("\n", "⏎").replace(' ', '·'), "token", "mono");
      if (token.loss()) {
        label.getStyleClass().add("token-loss");
      }
      if (token.price()) {
        label.getStyleClass().add("token-price");
      }
      Ui.tip(
          label,
          "id "
              + token.id()
              + (token.price() ? ", the price" : token.loss() ? ", learned" : ", read"));
      tokens.getChildren().add(label);
    }
  }
}
