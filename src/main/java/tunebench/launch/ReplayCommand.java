package tunebench.launch;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tunebench.BadInputException;
import tunebench.protocol.Outcome;
import tunebench.protocol.Task;

/** {@code replay}: makes a run once more and says whether it came out the same, as JSON. */
@Command(
    name = "replay",
    description =
        "Make a run once more and compare the two to the bit: every loss, every weight; as JSON.",
    mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "RUN",
      description = "A folder that train wrote, or the id of a finished run of the workbench.")
  private String run = "";

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where to write the second adapter; default: RUN-replay. For folders alone.")
  private @Nullable Path out;

  @Mixin private HomeOption home = new HomeOption();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    Path folder = Path.of(run);
    if (RunFolder.is(folder)) {
      return again(folder);
    }
    if (Files.exists(folder)) {
      throw new BadInputException(
          "%s holds no run.json, so nobody knows how it was made; give a folder that train wrote."
              .formatted(folder));
    }
    try (LocalService service = home.service()) {
      PrintWriter err = spec.commandLine().getErr();
      Outcome outcome = service.await(new Task.Replay(run), new ConsoleProgress(err));
      Json.print(spec, outcome);
    }
    return 0;
  }

  private int again(Path folder) throws IOException {
    RunFolder first = RunFolder.read(folder);
    String here = Path.of("").toAbsolutePath().toString();
    if (!first.directory().equals(here)) {
      throw new BadInputException(
          "The run was made in %s, and its paths begin there; repeat it there too."
              .formatted(first.directory()));
    }
    Path second = out == null ? folder.resolveSibling(folder.getFileName() + "-replay") : out;
    if (Files.exists(second)) {
      throw new BadInputException(
          "%s is there already; give another folder by --out.".formatted(second));
    }
    CommandLine train = new CommandLine(new TrainCommand());
    PrintWriter err = spec.commandLine().getErr();
    // What train says of its run is for people here: the answer on standard output is JSON.
    train.setOut(err);
    train.setErr(err);
    train.setExecutionExceptionHandler(
        (failure, line, parsed) -> {
          throw failure;
        });
    int code = train.execute(with(first.arguments(), second));
    if (code == 0) {
      Json.print(spec, ReplayedFolder.of(folder, first, second));
    }
    return code;
  }

  /** The arguments with another place for the adapter. */
  static String[] with(List<String> arguments, Path out) {
    List<String> changed = new ArrayList<>();
    // The parser keeps the command's own name in front.
    boolean named = !arguments.isEmpty() && arguments.getFirst().equals("train");
    boolean skip = false;
    for (String argument : arguments.subList(named ? 1 : 0, arguments.size())) {
      if (!skip && !argument.startsWith("--out=")) {
        if (argument.equals("--out")) {
          skip = true;
        } else {
          changed.add(argument);
        }
      } else {
        skip = false;
      }
    }
    changed.addAll(List.of("--out", out.toString()));
    return changed.toArray(String[]::new);
  }
}
