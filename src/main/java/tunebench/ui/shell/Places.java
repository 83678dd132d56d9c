package tunebench.ui.shell;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.Node;
import javafx.scene.layout.StackPane;
import tunebench.ui.work.Place;

/** Shows one place at a time; each is made when it is first gone to, and kept. */
final class Places extends StackPane {
  private final Map<Place, Node> made = new EnumMap<>(Place.class);
  private final ObjectProperty<Place> place = new SimpleObjectProperty<>(Place.START);

  Places(Function<Place, Node> maker) {
    place.subscribe(
        next -> {
          Node node = made.computeIfAbsent(next, maker);
          getChildren().setAll(node);
        });
  }

  ObjectProperty<Place> placeProperty() {
    return place;
  }
}
