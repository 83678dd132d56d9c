package tunebench.launch;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;
import tunebench.BadInputException;
import tunebench.RemoteException;
import tunebench.service.Home;
import tunebench.tensor.Torch;

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
      TrackCommand.class,
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
      ExportOllamaCommand.class,
      TokenizersCommand.class,
      BenchCommand.class,
      HubCommand.class,
      DeviceCommand.class,
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
    String first = args.length == 0 ? "" : args[0];
    if (first.equals("workbench")
        && args.length == Arrays.stream(args).filter(Main::plain).count()) {
      WorkbenchCommand.prepare();
    }
    if (first.equals("service") || first.equals("workbench")) {
      return execute(new CommandLine(alone(first)), Arrays.copyOfRange(args, 1, args.length));
    }
    if (first.isEmpty() && WorkbenchCommand.display()) {
      WorkbenchCommand.prepare();
      return execute(new CommandLine(alone("workbench")));
    }
    Torch.home(Home.find(null));
    CommandLine commands = new CommandLine(new Main());
    if (args.length == 0) {
      return execute(commands, usual(commands));
    }
    // How file managers call a program.
    Optional<String> opened =
        OpenedFile.named(args).filter(word -> !commands.getSubcommands().containsKey(word));
    return opened.isPresent()
        ? execute(new CommandLine(alone("workbench")), "--open", opened.get())
        : execute(commands, args);
  }

  /** Whether a word asks for no text alone, for which no window is needed. */
  private static boolean plain(String word) {
    return !List.of("--help", "-h", "--version", "-V").contains(word);
  }

  private static int execute(CommandLine commands, String... args) {
    commands.setExecutionExceptionHandler(
        (failure, line, parsed) -> report(failure, line.getErr()));
    commands.setParameterExceptionHandler(Main::refuse);
    return commands.execute(args);
  }

  /** The two that a person waits for: without reading what all the other commands can do. */
  private static Object alone(String name) {
    return name.equals("service") ? new ServiceCommand() : new WorkbenchCommand();
  }

  /** Without a display the five labs, which need none. */
  private static String[] usual(CommandLine commands) {
    commands.getOut().println("No display is here, so the five labs run without a window.");
    commands.getOut().flush();
    return new String[] {"labs"};
  }

  /** A value that names something wrong is told in its own sentence; wrong use shows the usage. */
  private static int refuse(ParameterException failure, String[] args) {
    if (failure.getCause() instanceof BadInputException bad) {
      return report(bad, failure.getCommandLine().getErr());
    }
    failure.getCommandLine().getErr().println(failure.getMessage());
    if (!UnmatchedArgumentException.printSuggestions(failure, failure.getCommandLine().getErr())) {
      failure.getCommandLine().usage(failure.getCommandLine().getErr());
    }
    return 2;
  }

  private static int report(Exception failure, PrintWriter err) {
    if (failure instanceof BadInputException) {
      err.println(failure.getMessage());
      return 2;
    }
    if (failure instanceof RemoteException) {
      err.println(failure.getMessage());
      return 1;
    }
    failure.printStackTrace(err);
    return 1;
  }
}
