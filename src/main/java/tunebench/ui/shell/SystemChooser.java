package tunebench.ui.shell;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;
import tunebench.ui.work.Chooser;

/** The system's own dialogs; each opens where the last one was left. */
public final class SystemChooser implements Chooser {
  private final Window owner;
  private @Nullable File last;

  public SystemChooser(Window owner) {
    this.owner = owner;
  }

  @Override
  public void folder(String title, Consumer<Path> then) {
    var chooser = new DirectoryChooser();
    chooser.setTitle(title);
    chooser.setInitialDirectory(last);
    take(chooser.showDialog(owner), then);
  }

  @Override
  public void open(String title, String endings, Consumer<Path> then) {
    var chooser = new FileChooser();
    chooser.setTitle(title);
    chooser.setInitialDirectory(last);
    chooser
        .getExtensionFilters()
        .addAll(
            new FileChooser.ExtensionFilter(
                endings.toUpperCase(Locale.ROOT).replace(" ", ", "),
                Arrays.stream(endings.split(" ", -1)).map(ending -> "*." + ending).toList()),
            new FileChooser.ExtensionFilter("All files", "*.*"));
    take(chooser.showOpenDialog(owner), then);
  }

  @Override
  public void save(String title, String proposed, Consumer<Path> then) {
    var chooser = new FileChooser();
    chooser.setTitle(title);
    chooser.setInitialDirectory(last);
    chooser.setInitialFileName(proposed);
    take(chooser.showSaveDialog(owner), then);
  }

  private void take(@Nullable File chosen, Consumer<Path> then) {
    if (chosen != null) {
      File parent = chosen.getParentFile();
      last = parent != null && parent.isDirectory() ? parent : null;
      then.accept(chosen.toPath());
    }
  }
}
