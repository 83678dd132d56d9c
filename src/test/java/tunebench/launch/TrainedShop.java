package tunebench.launch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import tunebench.service.TinyShop;

/** What tests of runs by {@code train} begin with: a tiny model and a shop. */
abstract class TrainedShop {
  @TempDir Path folder;
  Path model = Path.of("");
  Path csv = Path.of("");

  @BeforeEach
  void write() throws IOException {
    model = TinyShop.model(folder.resolve("model"));
    csv = TinyShop.csv(folder.resolve("shop.csv"), 24);
  }

  /** Trains some steps into the folder of that name. */
  CommandOutcome train(String name, String... more) {
    List<String> arguments = new ArrayList<>(List.of("train", "--model", model.toString()));
    arguments.addAll(List.of("--csv", csv.toString(), "--device", "cpu", "--max-steps", "4"));
    arguments.addAll(List.of("--out", folder.resolve(name).toString()));
    arguments.addAll(List.of(more));
    return CommandOutcome.of(arguments.toArray(String[]::new));
  }
}
