package tunebench.ui.work;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import tunebench.protocol.ModelReply.AdapterInfo;
import tunebench.protocol.ModelRequest;

/** Adapter folders that come from outside, by a drop or a dialog. */
public final class BringIn {
  private BringIn() {}

  /** Whether a folder holds an adapter in PEFT's format, and no model. */
  public static boolean isAdapter(Path folder) {
    return Files.isRegularFile(folder.resolve("adapter_config.json"));
  }

  /** Takes an adapter folder among the runs, under the folder's name, and opens it. */
  public static void adapter(
      Desk desk, Path folder, Consumer<AdapterInfo> then, Consumer<String> otherwise) {
    Path last = folder.getFileName();
    String name = last == null ? folder.toString() : last.toString();
    desk.ask(new ModelRequest.ImportAdapter(folder.toString(), name))
        .then(
            info -> {
              then.accept(info);
              desk.openRun().accept(info.id());
            })
        .otherwise(otherwise)
        .start();
  }
}
