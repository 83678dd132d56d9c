package tunebench.ui;

import javafx.scene.Node;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;
import tunebench.ui.lab1quantize.QuantizeView;
import tunebench.ui.lab1quantize.QuantizeViewModel;
import tunebench.ui.work.Desk;
import tunebench.ui.work.Place;

/** Makes the labs; the only class that knows them all. */
final class Labs {
  private @Nullable Desk desk;

  void with(Desk given) {
    desk = given;
  }

  Node make(Place place) {
    Desk given = desk;
    if (given == null) {
      throw new IllegalStateException("Labs are made after the service was found.");
    }
    return switch (place) {
      case QUANTIZE -> new QuantizeView(new QuantizeViewModel(given), given);
      default -> new StackPane();
    };
  }

  void openRun(String run) {}
}
