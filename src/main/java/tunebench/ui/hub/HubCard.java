package tunebench.ui.hub;

import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import tunebench.protocol.HubReply.HubDetail;
import tunebench.protocol.HubReply.HubModel;
import tunebench.protocol.JobInfo;
import tunebench.protocol.JobState;
import tunebench.ui.control.Formats;
import tunebench.ui.control.Notice;
import tunebench.ui.control.Show;
import tunebench.ui.control.TextScale;
import tunebench.ui.control.Ui;

/** One model of the Hub: what it takes, what stands in its way, and its download. */
final class HubCard extends VBox {
  private final HubViewModel model;
  private final GridPane facts = new GridPane(10, 4);
  private final StringProperty obstacle = new SimpleStringProperty("");
  private final Label title = Ui.title("");
  private final Button page;
  private final Button download;
  private final Button pause;
  private final Button resume;
  private final Button cancel;
  private final Button open;
  private final ProgressBar bar = new ProgressBar(0);
  private final Label words = Ui.prose("", "text-muted");

  HubCard(HubViewModel model, Runnable opened) {
    super(10);
    this.model = model;
    getStyleClass().add("panel");
    TextScale.wide(this, 296, 296);
    title.setWrapText(true);
    page =
        Ui.button("Copy the page's address", "mdi2c-content-copy", "For your browser", this::copy);
    download =
        Ui.primary(
            "Download", "mdi2d-download", "Into the cache that Python uses, too", model::download);
    download.setId("hub-download");
    pause = Ui.button("Pause", "mdi2p-pause", "What has come is kept", model::pause);
    pause.setId("hub-pause");
    resume = Ui.primary("Go on", "mdi2p-play", "From where it stopped", model::resume);
    resume.setId("hub-resume");
    cancel = Ui.button("Cancel", "mdi2c-close", "What has come is kept", model::cancel);
    open =
        Ui.primary(
            "Open in all labs",
            "mdi2f-folder-open-outline",
            "Makes it the model that all labs work on",
            () -> {
              model.open();
              opened.run();
            });
    open.setId("hub-open");
    bar.setMaxWidth(Double.MAX_VALUE);
    bar.setAccessibleText("Progress of the download");
    getChildren()
        .addAll(
            title,
            facts,
            Notice.warning(obstacle),
            page,
            Ui.tall(new VBox()),
            bar,
            words,
            Notice.danger(model.problemProperty()),
            Ui.row(8, download, resume, pause, cancel, open));
    model.chosenProperty().subscribe(now -> show());
    model.detailProperty().subscribe(now -> show());
    model.jobProperty().subscribe(now -> show());
    model.hereProperty().subscribe(now -> show());
  }

  private void copy() {
    HubDetail detail = model.detailProperty().get();
    if (detail != null) {
      var content = new ClipboardContent();
      content.putString(detail.page());
      Clipboard.getSystemClipboard().setContent(content);
    }
  }

  private void show() {
    HubModel chosen = model.chosenProperty().get();
    HubDetail detail = model.detailProperty().get();
    JobInfo job = model.jobProperty().get();
    title.setText(chosen == null ? "Choose a model on the left" : chosen.id());
    facts.getChildren().clear();
    obstacle.set(detail == null ? "" : detail.obstacle());
    if (chosen != null) {
      facts(chosen, detail);
    }
    boolean here = !model.hereProperty().get().isEmpty();
    boolean moves =
        job != null && (job.state() == JobState.RUNNING || job.state() == JobState.QUEUED);
    boolean paused = job != null && job.state() == JobState.PAUSED;
    boolean free = detail != null && detail.obstacle().isEmpty();
    see(page, detail != null);
    see(download, free && !here && !moves && !paused);
    see(pause, moves);
    see(resume, paused);
    see(cancel, moves || paused);
    see(open, here);
    see(bar, moves || paused);
    words.setText(here ? "It is on this machine." : words(job, moves || paused));
    see(words, !words.getText().isEmpty());
    if (job != null && job.total() > 0) {
      bar.setProgress((double) job.done() / job.total());
    }
  }

  private static String words(@Nullable JobInfo job, boolean there) {
    if (job == null || !there) {
      return "";
    }
    if (job.total() == 0) {
      return job.stage().isEmpty() ? "Waiting" : job.stage();
    }
    String size = Show.text("%s of %s", Show.bytes(job.done()), Show.bytes(job.total()));
    return job.rate() > 0 && !Double.isNaN(job.secondsLeft())
        ? Show.text(
            "%s, %s/s, %s left",
            size, Show.bytes(Math.round(job.rate())), Show.seconds(job.secondsLeft()))
        : size;
  }

  private void facts(HubModel chosen, @Nullable HubDetail detail) {
    fact("Family", HubView.name(chosen.family()));
    fact("Weights", chosen.parameters() == 0 ? "not said" : Show.shortCount(chosen.parameters()));
    fact("Licence", chosen.licence().isEmpty() ? "not said" : chosen.licence());
    fact("Last change", chosen.modified());
    fact("On this machine", HubView.fit(chosen.fit()));
    if (detail == null) {
      return;
    }
    fact("Commit", detail.commit().substring(0, 8));
    if (!detail.files().isEmpty()) {
      fact("Files", Show.text("%d, %s", detail.files().size(), Show.bytes(detail.bytes())));
    }
    detail
        .footprints()
        .forEach(f -> fact(Formats.name(f.quantization()), Show.bytes(f.totalBytes())));
  }

  private void fact(String name, String value) {
    facts.addRow(facts.getRowCount(), Ui.label(name, "fact-name"), Ui.label(value, "fact-value"));
  }

  private static void see(Node node, boolean on) {
    node.setVisible(on);
    node.setManaged(on);
  }
}
