package tunebench.model;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleConsumer;
import java.util.stream.Stream;
import tunebench.BadInputException;
import tunebench.format.ShardedWriter;
import tunebench.format.TensorSource;
import tunebench.format.TensorSpec;
import tunebench.llama.ConfigReader;
import tunebench.llama.ModelConfig;
import tunebench.llama.ModelShapes;
import tunebench.llama.TensorShape;
import tunebench.llama.TensorShape.Role;
import tunebench.llama.WeightReader;
import tunebench.lora.Adapter;
import tunebench.lora.AdapterFit;
import tunebench.lora.Ends;
import tunebench.tensor.Scope;

/**
 * Makes a model folder of a model folder and an adapter: weights with the update in them, which
 * open anywhere without the adapter.
 */
public final class Merger {
  private final Path model;
  private final Path adapter;
  private final MergeSettings settings;

  private Merger(Path model, Path adapter, MergeSettings settings) {
    this.model = model;
    this.adapter = adapter;
    this.settings = settings;
  }

  /**
   * What was made.
   *
   * @param modules projections that had an update
   * @param files files of weights
   * @param bytes of all weights
   */
  public record Merged(int modules, int files, long bytes) {}

  /**
   * Merges on the CPU, a block of rows at a time. The folder appears under its name when it is
   * complete; until then it is {@code OUT.partial-PID} beside it.
   *
   * @param model a folder in the Hub's layout, quantized by bitsandbytes or not, or a GGUF file
   * @param adapter PEFT's folder, or a LoRA in a GGUF file
   * @param out a folder that does not exist yet, or is empty
   * @param progress told the share done, 0 to 1
   * @throws BadInputException if model or adapter cannot be opened, do not belong together, or
   *     {@code out} holds something
   */
  public static Merged merge(
      Path model, Path adapter, Path out, MergeSettings settings, DoubleConsumer progress)
      throws IOException {
    Path target = out.toAbsolutePath().normalize();
    if (Files.exists(target) && !isEmptyFolder(target)) {
      throw new BadInputException(out + " is not empty; name a new folder for the merged model.");
    }
    Path partial =
        target.resolveSibling(target.getFileName() + ".partial-" + ProcessHandle.current().pid());
    Files.createDirectories(partial);
    try {
      Merged merged = new Merger(model, adapter, settings).into(partial, progress);
      Files.deleteIfExists(target);
      Files.move(partial, target);
      return merged;
    } finally {
      delete(partial);
    }
  }

  private static boolean isEmptyFolder(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return false;
    }
    try (Stream<Path> children = Files.list(path)) {
      return children.findAny().isEmpty();
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      List<Path> inside;
      try (Stream<Path> children = Files.list(folder)) {
        inside = children.toList();
      }
      for (Path child : inside) {
        Files.delete(child);
      }
      Files.delete(folder);
    }
  }

  private Merged into(Path folder, DoubleConsumer progress) throws IOException {
    ModelConfig stored = ConfigReader.read(model);
    if (settings.from() == MergeSettings.From.DEQUANTIZED && DenseWeights.isQuantized(model)) {
      throw new BadInputException(
          "%s is quantized already, and the adapter is added to what its codes stand for; leave out --from."
              .formatted(model));
    }
    try (Scope scope = Scope.on(Device.cpu());
        Adapter update = AdapterFiles.read(scope, adapter, model);
        TensorSource dense = DenseWeights.open(model, Device.cpu())) {
      boolean untie = DenseWeights.unties(stored.tied(), update);
      ModelConfig config = untie ? stored.untied() : stored;
      TensorSource source = untie ? new UntiedWeights(dense) : dense;
      List<TensorShape> shapes = ModelShapes.of(config);
      AdapterFit.check(update, sizes(config, shapes));
      WeightReader reader = new WeightReader(source);
      shapes.forEach(reader::check);
      MergedTensors tensors = new MergedTensors(scope, config, reader, update, settings);
      List<TensorSpec> specs =
          shapes.stream().map(s -> new TensorSpec(s.name(), tensors.dtype(s), s.dims())).toList();
      Merged merged;
      try (ShardedWriter out = ShardedWriter.create(folder, specs, settings.shardBytes())) {
        write(tensors, shapes, out, progress);
        merged = new Merged(changed(update), out.files(), out.bytes());
      }
      new ModelFiles(model, folder).copy(settings.dtype(), untie);
      return merged;
    }
  }

  private static int changed(Adapter update) {
    Set<String> modules = new HashSet<>(update.modules().keySet());
    modules.addAll(update.whole().keySet());
    return modules.size();
  }

  private static void write(
      MergedTensors tensors, List<TensorShape> shapes, ShardedWriter out, DoubleConsumer progress)
      throws IOException {
    long all = shapes.stream().mapToLong(TensorShape::size).sum();
    long done = 0;
    for (TensorShape shape : shapes) {
      tensors.write(shape, out);
      done += shape.size();
      progress.accept((double) done / all);
    }
    out.finish();
  }

  private static Map<String, AdapterFit.Size> sizes(ModelConfig config, List<TensorShape> shapes) {
    Map<String, AdapterFit.Size> sizes = new LinkedHashMap<>();
    AdapterFit.Size end = new AdapterFit.Size(config.vocabSize(), config.hiddenSize());
    sizes.put(Ends.EMBEDDING, end);
    sizes.put(Ends.OUTPUT, end);
    for (TensorShape shape : shapes) {
      if (shape.role() == Role.LINEAR) {
        sizes.put(
            shape.name().replaceFirst("\\.weight$", ""),
            new AdapterFit.Size(
                Math.toIntExact(shape.dims().get(0)), Math.toIntExact(shape.dims().get(1))));
      }
    }
    return sizes;
  }
}
