package tunebench.ui.lab2baseline;

import java.util.List;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;
import tunebench.protocol.ModelReply.Cut;
import tunebench.protocol.ModelReply.ModelInfo;
import tunebench.protocol.ModelReply.Tokenizer;
import tunebench.ui.control.EmptyState;
import tunebench.ui.control.Notice;
import tunebench.ui.control.Setting;
import tunebench.ui.control.Show;
import tunebench.ui.control.StatePane;
import tunebench.ui.control.Ui;

/** Tokenizers side by side: one column a model, one line a text, each token in its own box. */
final class TokenizersCard extends VBox {
  private final GridPane grid = new GridPane(22, 10);

  TokenizersCard(TokenizersViewModel model) {
    super(10);
    var texts = new TextField();
    texts.setId("texts");
    texts.textProperty().bindBidirectional(model.textsProperty());
    var models = new FlowPane(14, 6);
    Runnable fill =
        () -> {
          models.getChildren().clear();
          for (ModelInfo info : model.models()) {
            var box = new CheckBox(info.name());
            box.setMnemonicParsing(false);
            box.setSelected(true);
            box.setOnAction(event -> model.include(info, box.isSelected()));
            models.getChildren().add(box);
          }
        };
    model.models().addListener((ListChangeListener<ModelInfo>) change -> fill.run());
    fill.run();
    var head =
        Ui.row(
            20,
            Ui.wide(
                new Setting(
                    "Texts",
                    texts,
                    "Between commas; numbers, words, anything",
                    "What each tokenizer shall cut.")),
            new Setting(
                "Models", models, "Open more on the left", "Whose tokenizers are compared."));
    head.setAlignment(javafx.geometry.Pos.TOP_LEFT);
    var scroll = new ScrollPane(grid);
    var ready =
        Ui.card(
            Ui.title("How they cut numbers"),
            Notice.success(model.verdictProperty()),
            Ui.tall(scroll));
    var empty =
        new EmptyState(
            "mdi2c-content-cut",
            "Choose at least one model and one text",
            "Open model folders on the left; config.json and tokenizer.json are enough here.");
    getChildren().addAll(Ui.card(head), Ui.tall(new StatePane(model.screen(), ready, empty)));
    model
        .tokenizers()
        .addListener((ListChangeListener<Tokenizer>) change -> show(model.tokenizers()));
    show(model.tokenizers());
  }

  private void show(List<? extends Tokenizer> tokenizers) {
    grid.getChildren().clear();
    if (tokenizers.isEmpty()) {
      return;
    }
    grid.add(Ui.label("Text", "setting-name"), 0, 0);
    for (int column = 0; column < tokenizers.size(); column++) {
      Tokenizer t = tokenizers.get(column);
      grid.add(
          Ui.column(
              1,
              Ui.label(t.name(), "setting-name"),
              Ui.label(Show.text("%,d tokens in all", t.vocabSize()), "usual"),
              Ui.label(Show.text("%d of 0–999 are one token", t.singleTokenPrices()), "usual")),
          column + 1,
          0);
      for (int row = 0; row < t.cuts().size(); row++) {
        Cut cut = t.cuts().get(row);
        if (column == 0) {
          grid.add(Ui.label(cut.text(), "mono"), 0, row + 1);
        }
        grid.add(boxes(cut), column + 1, row + 1);
      }
    }
  }

  private static Node boxes(Cut cut) {
    var row = Ui.row(3);
    for (int i = 0; i < cut.pieces().size(); i++) {
      var label = Ui.label(cut.pieces().get(i).replace(' ', '·'), "token", "mono");
      label.getStyleClass().add(cut.pieces().size() == 1 ? "token-loss" : "token-plain");
      Ui.tip(label, "id " + cut.ids().get(i));
      row.getChildren().add(label);
    }
    row.setAccessibleText(cut.text() + ": " + cut.pieces().size() + " tokens");
    return row;
  }
}
