package tunebench.ui;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Level;
import java.util.logging.Logger;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.layout.StackPane;
import tunebench.protocol.ServiceReply.Welcome;
import tunebench.ui.control.Face;
import tunebench.ui.control.Later;
import tunebench.ui.shell.Theme;
import tunebench.ui.work.Place;
import tunebench.ui.work.Work;

/**
 * Builds and lays out every place once, away from the FX thread and never to be seen, on a desk
 * without a service. What is slow the first time, the loading of classes above all, is over when a
 * person goes there, and the window is never held up. Nothing of it is shared with what is shown.
 */
final class Rehearsal {
  private static final Logger LOG = Logger.getLogger(Rehearsal.class.getName());

  /** The first loads classes; by the next, what is done over and over has been compiled. */
  private static final int ROUNDS = 2;

  private final Work work;
  private final Props props;
  private final Set<Place> over = EnumSet.noneOf(Place.class);
  private final Map<Place, List<Runnable>> waiting = new EnumMap<>(Place.class);
  private boolean skipped;

  /** Begins at once. All but the building happens on the FX thread. */
  Rehearsal(Work work, Welcome welcome, boolean dark) {
    this.work = work;
    this.props = new Props(welcome, dark);
    if (!work.leaves()) {
      skipped = true;
      Face.readMono();
      return;
    }
    work.call(this::play).then(ended -> end()).otherwise(LOG::warning).start();
  }

  /** Does something once a place was rehearsed; at once where it was. */
  void after(Place place, Runnable action) {
    if (skipped || over.contains(place)) {
      action.run();
    } else {
      waiting.computeIfAbsent(place, p -> new ArrayList<>()).add(action);
    }
  }

  private boolean play() {
    Face.readMono();
    for (int round = 0; round < ROUNDS; round++) {
      for (Place place : Place.values()) {
        try {
          build(place);
        } catch (RuntimeException e) {
          // The place itself is built all the same, only more slowly.
          LOG.log(Level.WARNING, "The rehearsal of " + place + " failed", e);
        }
        told(place);
      }
    }
    return true;
  }

  /** Lets those who waited for a place go first. */
  private void told(Place place) {
    var heard = new CountDownLatch(1);
    work.front(
        () -> {
          over(place);
          heard.countDown();
        });
    try {
      heard.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("The rehearsal of " + place + " was interrupted.");
    }
  }

  /** Styling is the window's first. */
  private static void style(Parent node) {
    try {
      Later.awaitQuiet();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("The rehearsal was interrupted.");
    }
    node.applyCss();
    node.layout();
  }

  private void build(Place place) {
    if (place == Place.START) {
      show(props.parts());
      return;
    }
    Labs labs = new Labs();
    labs.with(props.desk());
    show(labs.make(place));
  }

  private void over(Place place) {
    over.add(place);
    List<Runnable> then = waiting.remove(place);
    if (then != null) {
      then.forEach(Runnable::run);
    }
  }

  private void end() {
    skipped = true;
    List.copyOf(waiting.keySet()).forEach(this::over);
  }

  /** Styles and lays out a node on a scene that no window shows. */
  private static void show(Node node) {
    var root = new StackPane(node);
    var scene = new Scene(root, 1280, 760);
    Theme.dress(scene, 13);
    reveal(root);
    style(root);
    style(root);
    root.getChildren().clear();
  }

  /** States that would be hidden count too. */
  private static void reveal(Node node) {
    if (!node.visibleProperty().isBound()) {
      node.setVisible(true);
    }
    if (!node.managedProperty().isBound()) {
      node.setManaged(true);
    }
    if (node instanceof TabPane tabs) {
      for (Tab tab : tabs.getTabs()) {
        // A tab's content is made when it is chosen.
        tabs.getSelectionModel().select(tab);
        reveal(tab.getContent());
        style(tabs);
      }
    } else if (node instanceof Parent parent) {
      parent.getChildrenUnmodifiable().forEach(Rehearsal::reveal);
    }
  }
}
