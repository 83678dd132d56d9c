package tunebench.ui.control;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.collections.FXCollections;
import javafx.collections.ObservableMap;
import javafx.scene.control.TableColumn;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TextScaleTest {
  @AfterEach
  void usual() {
    TextScale.set(1);
  }

  @Test
  void columnsAndFormsAreAsMuchWiderAsTheirText() {
    TableColumn<String, String> open = Columns.text("Name", 100, text -> text);
    TableColumn<String, String> fixed = Columns.narrow(Columns.text("Kind", 60, text -> text));
    var form = TextScale.wide(new StackPane(), 200, 240);
    TextScale.set(2);
    assertThat(open.getPrefWidth()).isEqualTo(200);
    assertThat(open.getMaxWidth()).isGreaterThan(1000);
    assertThat(fixed.getMinWidth()).isEqualTo(120);
    assertThat(fixed.getMaxWidth()).isEqualTo(120);
    assertThat(form.getMinWidth()).isEqualTo(320);
    assertThat(form.getPrefWidth()).isEqualTo(384);
    TableColumn<String, String> late = Columns.text("Late", 100, text -> text);
    assertThat(late.getPrefWidth()).isEqualTo(200);
    TextScale.set(1);
    assertThat(open.getPrefWidth()).isEqualTo(100);
    assertThat(fixed.getMinWidth()).isEqualTo(60);
    assertThat(form.getPrefWidth()).isEqualTo(240);
  }

  @Test
  void theSameScaleAgainChangesNothing() {
    var told = new int[1];
    ObservableMap<Object, Object> properties = FXCollections.observableHashMap();
    TextScale.follow(properties, ratio -> told[0]++);
    TextScale.set(1.5);
    TextScale.set(1.5);
    assertThat(told[0]).isEqualTo(1);
  }
}
