package tunebench.launch;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tunebench.llama.ConfigReader;
import tunebench.llama.ModelConfig;
import tunebench.llama.TensorShape.Role;
import tunebench.model.MemoryFootprint;
import tunebench.quant.Quantization;

/** {@code footprint}: where every byte of a model goes, from its config alone. */
@Command(
    name = "footprint",
    description = "Show a model's memory by format, itemised, from config.json alone.",
    mixinStandardHelpOptions = true)
final class FootprintCommand implements Callable<Integer> {
  @Option(
      names = "--model",
      converter = ModelPath.class,
      required = true,
      paramLabel = "DIR",
      description = "Folder with a config.json; no weights are needed.")
  private Path model = Path.of("");

  @Option(
      names = "--quantize",
      split = ",",
      paramLabel = "K",
      defaultValue = "fp32,bf16,int8,nf4,nf4-double,nf4-all",
      description = "Formats to show; default: ${DEFAULT-VALUE}.")
  private List<String> kinds = List.of();

  @Option(names = "--json", description = "Print JSON with every tensor instead of a table.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    List<Quantization> wanted = kinds.stream().map(Quantization::of).toList();
    ModelConfig config = ConfigReader.read(model);
    boolean wide = ConfigReader.isWide(model);
    List<MemoryFootprint> footprints =
        wanted.stream().map(kind -> MemoryFootprint.of(config, kind, wide)).toList();
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      Json.print(spec, footprints.stream().map(FootprintCommand::tree).toList());
    } else {
      table(footprints).forEach(out::println);
    }
    return 0;
  }

  private static Map<String, Object> tree(MemoryFootprint f) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("kind", f.kind().label());
    tree.put("parameters", f.parameters());
    tree.put("weightBytes", f.codes());
    tree.put("constantBytes", f.constants());
    tree.put("unquantizedBytes", f.plain());
    tree.put("totalBytes", f.total());
    tree.put("items", f.items());
    return tree;
  }

  private static List<String> table(List<MemoryFootprint> footprints) {
    List<String> lines = new ArrayList<>();
    lines.add(String.format(Locale.ROOT, "%,d parameters", footprints.getFirst().parameters()));
    lines.add(
        "%-11s %18s %16s %18s %18s %9s %9s"
            .formatted(
                "format",
                "codes or weights",
                "scales",
                "not quantized",
                "total bytes",
                "GB",
                "GiB"));
    for (MemoryFootprint f : footprints) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%-11s %,18d %,16d %,18d %,18d %9.3f %9.3f",
              f.kind().label(),
              f.codes(),
              f.constants(),
              f.plain(),
              f.total(),
              f.total() / 1e9,
              f.total() / (double) (1 << 30)));
    }
    lines.add("By part, in bytes of the total:");
    lines.add(
        "%-11s %18s %18s %18s %18s"
            .formatted("format", "embedding", "output layer", "projections", "norms, biases"));
    for (MemoryFootprint f : footprints) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%-11s %,18d %,18d %,18d %,18d",
              f.kind().label(),
              part(f, Role.EMBEDDING),
              part(f, Role.OUTPUT),
              part(f, Role.LINEAR),
              part(f, Role.NORM) + part(f, Role.BIAS)));
    }
    lines.add(
        "transformers' get_memory_footprint leaves the scales out: it would print "
            + String.join(
                ", ",
                footprints.stream()
                    .map(
                        f ->
                            String.format(
                                Locale.ROOT, "%,d for %s", f.withoutConstants(), f.kind().label()))
                    .toList())
            + ".");
    return lines;
  }

  private static long part(MemoryFootprint f, Role role) {
    return f.items().stream()
        .filter(item -> item.role() == role)
        .mapToLong(item -> item.codes() + item.constants() + item.plain())
        .sum();
  }
}
