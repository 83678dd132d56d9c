package tunebench.ui.journey;

import com.sun.glass.ui.Accessible;
import com.sun.glass.ui.ClipboardAssistance;
import com.sun.glass.ui.View;
import com.sun.javafx.tk.HeaderAreaType;
import java.util.function.Consumer;

/** A view's events, each handed on within a timer. Touch is left out: the journey has none. */
final class TimedEvents extends View.EventHandler {
  private final View.EventHandler to;
  private final Consumer<Runnable> timer;

  TimedEvents(View.EventHandler to, Consumer<Runnable> timer) {
    this.to = to;
    this.timer = timer;
  }

  @Override
  public void handleViewEvent(View view, long time, int type) {
    timer.accept(() -> to.handleViewEvent(view, time, type));
  }

  @Override
  public boolean handleKeyEvent(View v, long time, int action, int code, char[] chars, int mods) {
    boolean[] used = new boolean[1];
    timer.accept(() -> used[0] = to.handleKeyEvent(v, time, action, code, chars, mods));
    return used[0];
  }

  @Override
  public boolean handleMenuEvent(View v, int x, int y, int xAbs, int yAbs, boolean keyboard) {
    return to.handleMenuEvent(v, x, y, xAbs, yAbs, keyboard);
  }

  @Override
  public void handleMouseEvent(
      View v,
      long time,
      int type,
      int button,
      int x,
      int y,
      int xAbs,
      int yAbs,
      int mods,
      boolean trigger,
      boolean synthesized) {
    timer.accept(
        () ->
            to.handleMouseEvent(
                v, time, type, button, x, y, xAbs, yAbs, mods, trigger, synthesized));
  }

  @Override
  public void handleScrollEvent(
      View v,
      long time,
      int x,
      int y,
      int xAbs,
      int yAbs,
      double dx,
      double dy,
      int mods,
      int lines,
      int chars,
      int defaultLines,
      int defaultChars,
      double xMultiplier,
      double yMultiplier) {
    timer.accept(
        () ->
            to.handleScrollEvent(
                v,
                time,
                x,
                y,
                xAbs,
                yAbs,
                dx,
                dy,
                mods,
                lines,
                chars,
                defaultLines,
                defaultChars,
                xMultiplier,
                yMultiplier));
  }

  @Override
  public void handleInputMethodEvent(
      long time, String text, int[] clause, int[] attr, byte[] values, int length, int caret) {
    to.handleInputMethodEvent(time, text, clause, attr, values, length, caret);
  }

  @Override
  public double[] getInputMethodCandidatePos(int offset) {
    return to.getInputMethodCandidatePos(offset);
  }

  @Override
  public void handleDragStart(
      View v, int button, int x, int y, int xAbs, int yAbs, ClipboardAssistance board) {
    to.handleDragStart(v, button, x, y, xAbs, yAbs, board);
  }

  @Override
  public void handleDragEnd(View v, int action) {
    timer.accept(() -> to.handleDragEnd(v, action));
  }

  @Override
  public int handleDragEnter(
      View v, int x, int y, int xAbs, int yAbs, int action, ClipboardAssistance board) {
    int[] took = new int[1];
    timer.accept(() -> took[0] = to.handleDragEnter(v, x, y, xAbs, yAbs, action, board));
    return took[0];
  }

  @Override
  public int handleDragOver(
      View v, int x, int y, int xAbs, int yAbs, int action, ClipboardAssistance board) {
    int[] took = new int[1];
    timer.accept(() -> took[0] = to.handleDragOver(v, x, y, xAbs, yAbs, action, board));
    return took[0];
  }

  @Override
  public void handleDragLeave(View v, ClipboardAssistance board) {
    timer.accept(() -> to.handleDragLeave(v, board));
  }

  @Override
  public int handleDragDrop(
      View v, int x, int y, int xAbs, int yAbs, int action, ClipboardAssistance board) {
    int[] took = new int[1];
    timer.accept(() -> took[0] = to.handleDragDrop(v, x, y, xAbs, yAbs, action, board));
    return took[0];
  }

  @Override
  public HeaderAreaType pickHeaderArea(double x, double y) {
    return to.pickHeaderArea(x, y);
  }

  @Override
  public Accessible getSceneAccessible() {
    return to.getSceneAccessible();
  }
}
