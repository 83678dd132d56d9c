package tunebench.launch;

import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import tunebench.BadInputException;

/** The program's entry: picks the command and turns its outcome into an exit code. */
@Command(
    name = "tunebench",
    description = "A workbench for LLM fine-tuning in five labs.",
    mixinStandardHelpOptions = true,
    subcommands = {
      LabsCommand.class,
      FootprintCommand.class,
      PredictCommand.class,
      ScoreCommand.class,
      ForwardCommand.class,
      TrainCommand.class,
      CompareCommand.class,
      CheckCommand.class,
      PassportCommand.class,
      ExplainCommand.class,
      MergeCommand.class,
      BenchCommand.class,
      ServiceCommand.class,
      MakeBaseModelCommand.class,
      SampleDataCommand.class
    })
public final class Main implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  private Main() {}

  /** Without a command: the window, or the labs where there is no display. */
  @Override
  public Integer call() {
    PrintWriter err = spec.commandLine().getErr();
    if (Display.isThere()) {
      err.println("The workbench is not there yet; all five labs run without a window by: labs");
      return 2;
    }
    err.println("No display was found, so the five labs run without a window.");
    return Objects.requireNonNull(spec.commandLine().getSubcommands().get("labs")).execute();
  }

  public static void main(String[] args) {
    System.exit(run(args));
  }

  /** Runs one command. Returns 0 when done, 2 on wrong use or bad input, 1 on anything else. */
  static int run(String... args) {
    CommandLine commands = new CommandLine(new Main());
    commands.setExecutionExceptionHandler(
        (failure, line, parsed) -> report(failure, line.getErr()));
    return commands.execute(args);
  }

  private static int report(Exception failure, PrintWriter err) {
    if (failure instanceof BadInputException) {
      err.println(failure.getMessage());
      return 2;
    }
    failure.printStackTrace(err);
    return 1;
  }
}
