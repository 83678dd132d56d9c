package tunebench.ui.work;

import java.nio.file.Path;
import java.util.function.Consumer;

/** Lets a person pick files; behind an interface because a test has no dialogs of the system. */
public interface Chooser {

  /** Picks a folder that exists; nothing happens when the person changes their mind. */
  void folder(String title, Consumer<Path> then);

  /** Picks a file that exists, by its ending such as {@code csv}. */
  void open(String title, String ending, Consumer<Path> then);

  /** Picks a place for a new file. */
  void save(String title, String proposed, Consumer<Path> then);

  /** One where nothing is ever chosen. */
  static Chooser none() {
    return new Chooser() {
      @Override
      public void folder(String title, Consumer<Path> then) {}

      @Override
      public void open(String title, String ending, Consumer<Path> then) {}

      @Override
      public void save(String title, String proposed, Consumer<Path> then) {}
    };
  }
}
