package tunebench.ui.work;

import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;

/** Where a screen stands, and what it tells while it is busy or has failed. */
public final class Screen {
  private final ReadOnlyObjectWrapper<Phase> phase = new ReadOnlyObjectWrapper<>(Phase.EMPTY);
  private final ReadOnlyStringWrapper sentence = new ReadOnlyStringWrapper("");
  private final ReadOnlyDoubleWrapper progress = new ReadOnlyDoubleWrapper(-1);
  private final ReadOnlyObjectWrapper<@Nullable Runnable> action = new ReadOnlyObjectWrapper<>();

  public void empty() {
    set(Phase.EMPTY, "", null);
  }

  public void ready() {
    set(Phase.READY, "", null);
  }

  /** Busy with something that cannot be stopped. */
  public void busy(String doing) {
    set(Phase.BUSY, doing, null);
  }

  /** Busy with something that {@code cancel} stops. */
  public void busy(String doing, Runnable cancel) {
    set(Phase.BUSY, doing, cancel);
  }

  /** Failed, and {@code retry} tries again. */
  public void failed(String why, Runnable retry) {
    set(Phase.FAILED, why, retry);
  }

  /** How far a busy screen has come, from 0 to 1; -1 while that is not known. */
  public void progress(double share) {
    progress.set(share);
  }

  private void set(Phase next, String text, @Nullable Runnable then) {
    sentence.set(text);
    action.set(then);
    progress.set(-1);
    phase.set(next);
  }

  public ReadOnlyObjectProperty<Phase> phaseProperty() {
    return phase.getReadOnlyProperty();
  }

  public Phase phase() {
    return phase.get();
  }

  public ReadOnlyStringProperty sentenceProperty() {
    return sentence.getReadOnlyProperty();
  }

  public String sentence() {
    return sentence.get();
  }

  public ReadOnlyDoubleProperty progressProperty() {
    return progress.getReadOnlyProperty();
  }

  /** Cancels when busy, tries again when failed; null where neither is possible. */
  public ReadOnlyObjectProperty<@Nullable Runnable> actionProperty() {
    return action.getReadOnlyProperty();
  }
}
