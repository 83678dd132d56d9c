package tunebench.ui.lab3prepare;

import java.util.List;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import tunebench.protocol.DataReply.SplitSizes;
import tunebench.run.DataChoice;
import tunebench.ui.control.Choice;
import tunebench.ui.control.Form;
import tunebench.ui.control.Prompts;
import tunebench.ui.control.Setting;
import tunebench.ui.control.Show;
import tunebench.ui.control.Ui;

/** How many products go into each part, and how they are asked about. */
final class SplitCard extends VBox {
  private final Label parts = Ui.prose("", "usual");

  SplitCard(ObjectProperty<DataChoice> value, ReadOnlyObjectProperty<@Nullable SplitSizes> sizes) {
    super(10);
    getStyleClass().add("panel");
    var template = new SimpleObjectProperty<>(value.get().template());
    value.subscribe(now -> template.set(now.template()));
    template.subscribe(
        (before, now) -> {
          DataChoice d = value.get();
          if (!d.template().equals(now)) {
            value.set(
                new DataChoice(d.dataset(), now, d.train(), d.validation(), d.test(), d.seed()));
          }
        });
    getChildren()
        .addAll(
            Ui.title("Split"),
            new Form<>(value)
                .whole(
                    "Train",
                    0,
                    100_000_000,
                    "0: all that is left",
                    "Products to train on.",
                    DataChoice::train,
                    (d, v) ->
                        new DataChoice(
                            d.dataset(),
                            d.template(),
                            v.intValue(),
                            d.validation(),
                            d.test(),
                            d.seed()))
                .whole(
                    "Validation",
                    0,
                    10_000_000,
                    "Usual: 100 to 1,000",
                    "For the choice of the best checkpoint.",
                    DataChoice::validation,
                    (d, v) ->
                        new DataChoice(
                            d.dataset(), d.template(), d.train(), v.intValue(), d.test(), d.seed()))
                .whole(
                    "Test",
                    0,
                    10_000_000,
                    "Usual: 250 or more",
                    "Held out; lab 5 prices them.",
                    DataChoice::test,
                    (d, v) ->
                        new DataChoice(
                            d.dataset(),
                            d.template(),
                            d.train(),
                            d.validation(),
                            v.intValue(),
                            d.seed()))
                .whole(
                    "Seed",
                    0,
                    Integer.MAX_VALUE,
                    "Usual: 42",
                    "Of the shuffle; the same seed gives the same parts.",
                    DataChoice::seed,
                    (d, v) ->
                        new DataChoice(
                            d.dataset(),
                            d.template(),
                            d.train(),
                            d.validation(),
                            d.test(),
                            v.longValue()))
                .pairs(),
            new Setting(
                "Prompt",
                Choice.segments(List.of("V1", "V2"), template, Prompts::name),
                "Usual: Course 1",
                "How a product is asked about: the course's first or second form."),
            parts);
    sizes.subscribe(this::show);
  }

  private void show(@Nullable SplitSizes found) {
    parts.setText(
        found == null
            ? ""
            : Show.text(
                "%,d to train on, %,d to validate, %,d to test.",
                found.train(), found.validation(), found.test()));
  }
}
