package tunebench.launch;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tunebench.BadInputException;
import tunebench.hub.HubQuery;
import tunebench.hub.RepoInfo;
import tunebench.hub.RepoType;
import tunebench.llama.Family;
import tunebench.model.Fit;
import tunebench.tensor.DeviceMemory;
import tunebench.tensor.Devices;

/** {@code hub search}: what can be used here. */
@Command(
    name = "search",
    description = "Find models that Tunebench can open, and say which fit this machine.",
    mixinStandardHelpOptions = true)
final class HubSearchCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "Part of a name.")
  private String text = "";

  @Option(
      names = "--family",
      paramLabel = "F",
      description = "llama, mistral, qwen2, qwen3, gemma2, gemma3 or phi3; default: all.")
  private String family = "";

  @Option(names = "--fits", description = "Only models that can be trained on this machine.")
  private boolean fits;

  @Option(names = "--dataset", description = "Find datasets instead.")
  private boolean dataset;

  @Option(
      names = "--sort",
      paramLabel = "S",
      defaultValue = "downloads",
      description = "downloads, likes or lastModified; default: ${DEFAULT-VALUE}.")
  private String sort = "";

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "Most results; default: ${DEFAULT-VALUE}.")
  private int limit;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Mixin private DeviceOption device = new DeviceOption();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException, InterruptedException {
    RepoType type = dataset ? RepoType.DATASET : RepoType.MODEL;
    HubQuery query =
        dataset
            ? new HubQuery(text, "", Set.of(), false, sort, limit)
            : new HubQuery(text, "", architectures(), true, sort, limit);
    List<RepoInfo> found = HubAccess.open().hub().search(type, query);
    PrintWriter out = spec.commandLine().getOut();
    long memory = dataset ? 0 : memory();
    List<RepoInfo> shown =
        found.stream().filter(i -> !fits || Fit.of(i.parameters(), memory) == Fit.TRAINS).toList();
    if (json) {
      out.println(new JsonMapper().writeValueAsString(shown));
    } else if (shown.isEmpty()) {
      out.println("Nothing was found; try fewer letters, or another family.");
    } else {
      out.println(dataset ? datasets(shown) : models(shown, memory));
    }
    return 0;
  }

  private Set<String> architectures() {
    List<Family> wanted =
        Arrays.stream(Family.values())
            .filter(f -> family.isEmpty() || f.name().equalsIgnoreCase(family))
            .toList();
    if (wanted.isEmpty()) {
      throw new BadInputException(
          "--family must be one of %s, not \"%s\"."
              .formatted(
                  Arrays.stream(Family.values())
                      .map(f -> f.name().toLowerCase(Locale.ROOT))
                      .collect(Collectors.joining(", ")),
                  family));
    }
    return wanted.stream().map(Family::architecture).collect(Collectors.toSet());
  }

  private long memory() {
    Devices chosen = device.choose();
    return DeviceMemory.of(chosen.device()).total();
  }

  private static String models(List<RepoInfo> found, long memory) {
    StringBuilder table =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%-48s %8s %9s %9s %10s  %-7s %-14s %s",
                "model",
                "weights",
                "download",
                "in NF4",
                "downloads",
                "gated",
                "licence",
                "on this machine"));
    for (RepoInfo info : found) {
      table
          .append('\n')
          .append(
              String.format(
                  Locale.ROOT,
                  "%-48s %8s %9s %9s %,10d  %-7s %-14s %s",
                  info.id(),
                  count(info.parameters()),
                  gigabytes(info.weightBytes()),
                  gigabytes(Fit.bytes(info.parameters())),
                  info.downloads(),
                  info.gated().isEmpty() ? "no" : info.gated(),
                  info.licence(),
                  words(Fit.of(info.parameters(), memory))));
    }
    return table.toString();
  }

  private static String count(long n) {
    if (n == 0) {
      return "?";
    }
    return n < 1e9
        ? String.format(Locale.ROOT, "%.1f M", n / 1e6)
        : String.format(Locale.ROOT, "%.1f B", n / 1e9);
  }

  private static String gigabytes(long bytes) {
    if (bytes == 0) {
      return "?";
    }
    return bytes < 1e9
        ? String.format(Locale.ROOT, "%.0f MB", bytes / 1e6)
        : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
  }

  private static String words(Fit fit) {
    return switch (fit) {
      case TRAINS -> "trains";
      case RUNS -> "predicts, too large to train";
      case TOO_LARGE -> "too large";
      case UNKNOWN -> "not known";
    };
  }

  private static String datasets(List<RepoInfo> found) {
    return found.stream()
        .map(
            i ->
                String.format(
                    Locale.ROOT,
                    "%-60s %,12d downloads  %s  %s",
                    i.id(),
                    i.downloads(),
                    i.modified(),
                    i.gated().isEmpty() ? "" : "gated"))
        .collect(Collectors.joining("\n"));
  }
}
