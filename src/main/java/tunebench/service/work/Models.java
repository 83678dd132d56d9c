package tunebench.service.work;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tunebench.BadInputException;
import tunebench.format.GgufPath;
import tunebench.llama.ConfigReader;
import tunebench.llama.ModelConfig;
import tunebench.llama.ModelShapes;
import tunebench.llama.TensorShape;
import tunebench.llama.TensorShape.Role;
import tunebench.lora.LoraSettings;
import tunebench.model.MemoryFootprint;
import tunebench.protocol.ModelReply;
import tunebench.protocol.ModelReply.ModuleNode;
import tunebench.quant.Quantization;

/** What a model's config says, without any of its weights. */
final class Models {
  private Models() {}

  static ModelReply.ModelInfo info(Path folder) {
    ModelConfig config = ConfigReader.read(folder);
    return new ModelReply.ModelInfo(
        folder.toString(),
        Origin.name(folder.toString()),
        config.family().name(),
        ModelShapes.of(config).stream().mapToLong(TensorShape::size).sum(),
        config.layers(),
        config.hiddenSize(),
        config.intermediateSize(),
        config.vocabSize(),
        config.heads().heads(),
        config.heads().keyValueHeads(),
        context(folder),
        config.tied(),
        weightBytes(folder));
  }

  private static int context(Path folder) {
    return ConfigReader.json(folder).path("max_position_embeddings").asInt(0);
  }

  private static long weightBytes(Path folder) {
    Optional<Path> gguf = GgufPath.find(folder);
    try (Stream<Path> files = gguf.isPresent() ? Stream.of(gguf.get()) : Files.list(folder)) {
      long bytes = 0;
      for (Path file :
          files.filter(f -> f.toString().matches(".*\\.(safetensors|gguf)")).toList()) {
        bytes += Files.size(file);
      }
      return bytes;
    } catch (IOException e) {
      throw new BadInputException(folder + " cannot be listed; check that it may be read.", e);
    }
  }

  /** Memory in several formats; in all where none is named. */
  static ModelReply.FootprintTable footprints(
      Path folder, List<String> quantizations, int rank, List<String> targets) {
    return new ModelReply.FootprintTable(
        kinds(quantizations).stream().map(kind -> footprint(folder, kind, rank, targets)).toList());
  }

  /** Formats by name; all where none is named. */
  static List<Quantization> kinds(List<String> quantizations) {
    return quantizations.isEmpty()
        ? List.of(Quantization.values())
        : quantizations.stream().map(Quantization::of).toList();
  }

  static ModelReply.Footprint footprint(
      Path folder, Quantization kind, int rank, List<String> targets) {
    ModelConfig config = ConfigReader.read(folder);
    MemoryFootprint f = MemoryFootprint.of(config, kind, ConfigReader.isWide(folder));
    long adapter = rank == 0 ? 0 : 4 * adapterParameters(config, rank, targets);
    return new ModelReply.Footprint(
        kind.label(),
        f.codes(),
        f.constants(),
        f.plain(),
        adapter,
        f.total() + adapter,
        f.withoutConstants() + adapter);
  }

  private static long adapterParameters(ModelConfig config, int rank, List<String> targets) {
    LoraSettings lora = new LoraSettings(rank, rank, 0, targets, false);
    return ModelShapes.of(config).stream()
        .filter(s -> s.role() == Role.LINEAR && lora.targets().contains(s.module()))
        .mapToLong(s -> rank * (s.dims().get(0) + s.dims().get(1)))
        .sum();
  }

  static ModelReply.ModelTree tree(Path folder, Quantization kind) {
    ModelConfig config = ConfigReader.read(folder);
    MemoryFootprint f = MemoryFootprint.of(config, kind, ConfigReader.isWide(folder));
    Map<String, List<Long>> shapes = new LinkedHashMap<>();
    ModelShapes.of(config).forEach(s -> shapes.put(s.name(), s.dims()));
    Branch root = new Branch();
    for (MemoryFootprint.Item item : f.items()) {
      Branch at = root;
      for (String part : item.name().split("\\.", -1)) {
        at = at.children.computeIfAbsent(part, name -> new Branch());
      }
      at.item = item;
    }
    return new ModelReply.ModelTree(node(Origin.name(folder.toString()), "", root, shapes));
  }

  /** A part of a dotted name, with what is below it. */
  private static final class Branch {
    private final Map<String, Branch> children = new LinkedHashMap<>();
    private MemoryFootprint.@Nullable Item item;
  }

  private static ModuleNode node(
      String name, String path, Branch branch, Map<String, List<Long>> shapes) {
    MemoryFootprint.Item item = branch.item;
    if (item != null) {
      return new ModuleNode(
          name,
          path,
          item.role().name().toLowerCase(Locale.ROOT),
          shapes.getOrDefault(item.name(), List.of()),
          item.parameters(),
          item.codes() + item.constants() + item.plain(),
          item.constants() > 0,
          List.of());
    }
    List<ModuleNode> children = new ArrayList<>();
    branch.children.forEach(
        (part, below) ->
            children.add(node(part, path.isEmpty() ? part : path + "." + part, below, shapes)));
    return new ModuleNode(
        name,
        path,
        kind(name),
        List.of(),
        children.stream().mapToLong(ModuleNode::parameters).sum(),
        children.stream().mapToLong(ModuleNode::bytes).sum(),
        children.stream().anyMatch(ModuleNode::quantized),
        children);
  }

  private static String kind(String name) {
    return switch (name) {
      case "self_attn" -> "attention";
      case "mlp" -> "feed-forward";
      case "layers" -> "decoder layers";
      default -> name.matches("\\d+") ? "decoder layer" : "module";
    };
  }

  /** Model folders below some folders, two levels deep. */
  static List<ModelReply.ModelInfo> find(List<Path> roots) {
    List<ModelReply.ModelInfo> models = new ArrayList<>();
    for (Path root : roots) {
      if (Files.isDirectory(root)) {
        try (Stream<Path> folders = Files.walk(root, 2)) {
          folders.filter(Models::isModel).sorted().map(Models::info).forEach(models::add);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
    return models;
  }

  /** Whether a folder can be opened as a model. */
  static boolean isModel(Path folder) {
    if (!Files.isRegularFile(folder.resolve("config.json"))) {
      return false;
    }
    try {
      ConfigReader.read(folder);
      return true;
    } catch (BadInputException e) {
      // Another kind of model, or none: not one for this list.
      return false;
    }
  }
}
