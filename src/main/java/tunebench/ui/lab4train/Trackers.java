package tunebench.ui.lab4train;

import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;
import tunebench.protocol.HubRequest;
import tunebench.run.TrackChoice;
import tunebench.ui.control.Notice;
import tunebench.ui.control.Setting;
import tunebench.ui.control.Ui;
import tunebench.ui.work.Desk;

/** Whom the next run tells: nobody unless ticked. */
final class Trackers {
  private static final String MLFLOW = "mlflow=";

  private Trackers() {}

  static Node fields(Desk desk) {
    ObjectProperty<TrackChoice> value = desk.draft().trackingProperty();
    var address = new TextField();
    address.setId("track-mlflow");
    address.setPromptText("http://localhost:5000");
    value.subscribe(
        now -> {
          String known = mlflow(now);
          if (!known.equals(address.getText())) {
            address.setText(known);
          }
        });
    address
        .textProperty()
        .subscribe(
            (before, typed) -> {
              if (!typed.strip().equals(mlflow(value.get()))) {
                value.set(with(value.get(), MLFLOW, typed.strip()));
              }
            });
    return Ui.column(
        10,
        kind(
            value,
            "wandb",
            "Weights & Biases",
            "Live, with the key of WANDB_API_KEY or of wandb login on the service's machine, or"
                + " with the one given here."),
        key(desk, value),
        kind(
            value,
            "wandb-offline",
            "Weights & Biases, as files",
            "Into the run's folder, for wandb sync; asks no network."),
        kind(
            value,
            "tensorboard",
            "TensorBoard",
            "Event files in the run's folder; asks no network."),
        new Setting("MLflow", address, "Empty for none", "The tracking server's address."),
        hub(value));
  }

  private static String mlflow(TrackChoice choice) {
    return choice.trackers().stream()
        .filter(t -> t.startsWith(MLFLOW))
        .map(t -> t.substring(MLFLOW.length()))
        .findFirst()
        .orElse("");
  }

  private static TrackChoice with(TrackChoice choice, String kind, String rest) {
    List<String> trackers = new ArrayList<>(choice.trackers());
    trackers.removeIf(t -> t.startsWith(kind));
    if (!rest.isEmpty()) {
      trackers.add(kind + rest);
    }
    return new TrackChoice(trackers, choice.hub());
  }

  private static Node kind(
      ObjectProperty<TrackChoice> value, String word, String name, String meaning) {
    var box = new CheckBox(name);
    box.setId("track-" + word);
    value.subscribe(now -> box.setSelected(now.trackers().contains(word)));
    box.setOnAction(
        event -> {
          List<String> trackers = new ArrayList<>(value.get().trackers());
          trackers.remove(word);
          if (box.isSelected()) {
            trackers.add(word);
          }
          value.set(new TrackChoice(trackers, value.get().hub()));
        });
    return Ui.named(box, name, meaning + " Usual: off.");
  }

  /** A key that the service keeps; the window does not. */
  private static Node key(Desk desk, ObjectProperty<TrackChoice> value) {
    var key = new PasswordField();
    key.setId("track-wandb-key");
    key.setPromptText("Key, unless it is set");
    Ui.named(key, "Key of Weights & Biases", "Kept in the key store of the service's machine.");
    var said = new SimpleStringProperty("");
    var wrong = new SimpleStringProperty("");
    Button keep =
        Ui.whole(
            Ui.button(
                "Keep",
                "mdi2k-key-outline",
                "Keeps the key beside the service",
                () -> {
                  wrong.set("");
                  desk.ask(new HubRequest.TrackerKey("wandb", key.getText()))
                      .then(kept -> said.set("The key is kept in " + kept.place() + "."))
                      .otherwise(wrong::set)
                      .start();
                  key.clear();
                }));
    keep.setId("track-wandb-keep");
    keep.disableProperty().bind(key.textProperty().isEmpty());
    Node all =
        Ui.column(6, Ui.row(6, Ui.wide(key), keep), Notice.success(said), Notice.danger(wrong));
    value.subscribe(
        now -> {
          boolean live = now.trackers().contains("wandb");
          all.setVisible(live);
          all.setManaged(live);
        });
    return all;
  }

  private static Node hub(ObjectProperty<TrackChoice> value) {
    var box = new CheckBox("Each checkpoint to the Hub");
    box.setId("track-hub");
    box.setWrapText(true);
    value.subscribe(now -> box.setSelected(!now.hub().isEmpty()));
    box.setOnAction(
        event ->
            value.set(new TrackChoice(value.get().trackers(), box.isSelected() ? "auto" : "")));
    return Ui.named(
        box,
        "Each checkpoint to the Hub",
        "Into a repository pricer-DATE that only you can see, one commit per save."
            + " Usual: off.");
  }
}
