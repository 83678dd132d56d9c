package tunebench.ui;

import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;
import tunebench.run.RunKind;
import tunebench.run.RunSummary;
import tunebench.ui.control.RunWords;
import tunebench.ui.journal.JournalView;
import tunebench.ui.journal.JournalViewModel;
import tunebench.ui.lab1quantize.QuantizeView;
import tunebench.ui.lab1quantize.QuantizeViewModel;
import tunebench.ui.lab2baseline.BaselineView;
import tunebench.ui.lab2baseline.BaselineViewModel;
import tunebench.ui.lab2baseline.TokenizersViewModel;
import tunebench.ui.lab3prepare.ImportViewModel;
import tunebench.ui.lab3prepare.PrepareView;
import tunebench.ui.lab4train.TrainView;
import tunebench.ui.lab4train.TrainViewModel;
import tunebench.ui.lab5evaluate.EvaluateView;
import tunebench.ui.lab5evaluate.EvaluateViewModel;
import tunebench.ui.runs.RunsView;
import tunebench.ui.runs.RunsViewModel;
import tunebench.ui.work.Desk;
import tunebench.ui.work.LabJournal;
import tunebench.ui.work.Place;

/** Makes the labs when they are first gone to; the only class that knows them all. */
final class Labs {
  private @Nullable Desk desk;
  private @Nullable BaselineViewModel baseline;
  private @Nullable TrainViewModel train;
  private @Nullable EvaluateViewModel evaluate;

  void with(Desk given) {
    desk = given;
  }

  private Desk desk() {
    Desk given = desk;
    if (given == null) {
      throw new IllegalStateException("Labs are made after the service was found.");
    }
    return given;
  }

  Node make(Place place) {
    return switch (place) {
      case QUANTIZE -> new QuantizeView(new QuantizeViewModel(desk()), desk());
      case PREPARE -> new PrepareView(new ImportViewModel(desk()), desk());
      case BASELINE -> new BaselineView(new TokenizersViewModel(desk()), baseline(), desk());
      case RUNS -> new RunsView(new RunsViewModel(desk()), desk());
      case TRAIN -> new TrainView(train(), desk());
      case EVALUATE -> new EvaluateView(evaluate(), desk());
      case JOURNAL -> new JournalView(new JournalViewModel(desk()), desk());
      case START -> new StackPane();
    };
  }

  LabJournal journal() {
    return desk().journal();
  }

  BaselineViewModel baseline() {
    BaselineViewModel made = baseline;
    if (made == null) {
      made = new BaselineViewModel(desk());
      baseline = made;
    }
    return made;
  }

  TrainViewModel train() {
    TrainViewModel made = train;
    if (made == null) {
      made = new TrainViewModel(desk());
      train = made;
    }
    return made;
  }

  EvaluateViewModel evaluate() {
    EvaluateViewModel made = evaluate;
    if (made == null) {
      made = new EvaluateViewModel(desk());
      evaluate = made;
    }
    return made;
  }

  /** Shows a run in the lab that it belongs to; an adapter that was brought in, in lab 5. */
  void openRun(String run) {
    Optional<RunSummary> known = desk().runs().find(run);
    if (known.isEmpty() || RunWords.imported(known.get())) {
      evaluate().choose(run);
      desk().go().accept(Place.EVALUATE);
      return;
    }
    boolean trained = known.get().kind() == RunKind.TRAIN;
    if (trained) {
      train().open(run);
    } else {
      evaluate().open(run);
    }
    desk().go().accept(trained ? Place.TRAIN : Place.EVALUATE);
  }
}
