package tunebench.ui.lab3prepare;

import java.util.ArrayList;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import tunebench.protocol.DataReply;
import tunebench.ui.control.Setting;

/** The choice of the column of a file that holds a field of the product. */
final class FieldColumn {
  private static final String NONE = "(none)";

  private FieldColumn() {}

  static Node of(String field, DataReply.Preview preview, ImportViewModel model) {
    List<String> columns = preview.columns().getOrDefault(field, List.of());
    var box = new ComboBox<String>();
    List<String> items = new ArrayList<>(List.of(NONE));
    items.addAll(preview.header());
    box.getItems().setAll(items);
    String now = columns.isEmpty() ? NONE : String.join(" + ", columns);
    box.setValue(now);
    box.setId("map-" + field);
    box.setOnAction(
        event -> {
          String chosen = box.getValue();
          if (chosen != null && !chosen.equals(now)) {
            model.map(field, chosen.equals(NONE) ? "" : chosen);
          }
        });
    String name = field.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + field.substring(1);
    return new Setting(
        name,
        box,
        "",
        "The column of the file that holds the product's "
            + field
            + ". Usual: the column that was guessed from names and values.");
  }
}
