package tunebench.ui.lab4train;

import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.ObjectProperty;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.TextField;
import tunebench.run.TrackChoice;
import tunebench.ui.control.Setting;
import tunebench.ui.control.Ui;

/** Whom the next run tells: nobody unless ticked. */
final class Trackers {
  private static final String MLFLOW = "mlflow=";

  private Trackers() {}

  static Node fields(ObjectProperty<TrackChoice> value) {
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
            "Live, with the key of WANDB_API_KEY or of wandb login on the service's machine."),
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
    return Ui.named(box, name, meaning);
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
        "Into a repository pricer-DATE that only you can see, one commit per save.");
  }
}
