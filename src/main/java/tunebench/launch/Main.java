package tunebench.launch;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import tunebench.BadInputException;

/** The program's entry: picks the command and turns its outcome into an exit code. */
@Command(
    name = "tunebench",
    description = "A workbench for LLM fine-tuning in five labs.",
    mixinStandardHelpOptions = true,
    subcommands = {
      WorkbenchCommand.class,
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
      ReplayCommand.class,
      EvidenceCommand.class,
      JournalCommand.class,
      MergeCommand.class,
      QuantizeCommand.class,
      ExportGgufCommand.class,
      TokenizersCommand.class,
      BenchCommand.class,
      ServiceCommand.class,
      MakeBaseModelCommand.class,
      SampleDataCommand.class
    })
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(run(args));
  }

  /** Runs one command. Returns 0 when done, 2 on wrong use or bad input, 1 on anything else. */
  static int run(String... args) {
    CommandLine commands = new CommandLine(new Main());
    commands.setExecutionExceptionHandler(
        (failure, line, parsed) -> report(failure, line.getErr()));
    return commands.execute(args.length == 0 ? usual(commands) : args);
  }

  /** The window; without a display the five labs, which need none. */
  private static String[] usual(CommandLine commands) {
    if (WorkbenchCommand.display()) {
      return new String[] {"workbench"};
    }
    commands.getOut().println("No display is here, so the five labs run without a window.");
    commands.getOut().flush();
    return new String[] {"labs"};
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
