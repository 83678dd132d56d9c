package tunebench.model;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tunebench.BadInputException;
import tunebench.format.AtomicFile;
import tunebench.format.GgufPath;
import tunebench.format.SafetensorsWriter;
import tunebench.format.ShardedWeights;
import tunebench.format.TensorInfo;
import tunebench.format.TensorSpec;
import tunebench.llama.ConfigReader;
import tunebench.llama.ModelConfig;
import tunebench.llama.ModelShapes;
import tunebench.llama.TensorShape;
import tunebench.llama.TensorShape.Role;
import tunebench.llama.WeightReader;
import tunebench.quant.BnbConfig;
import tunebench.quant.BnbWriter;
import tunebench.quant.Quantization;
import tunebench.tensor.Dtype;
import tunebench.tensor.Scope;

/**
 * Quantizes a model folder into another one, as transformers with bitsandbytes saves it: the
 * decoder's projections in few bits, everything else as it was, {@code quantization_config} in
 * {@code config.json}.
 */
public final class QuantizedFolder {
  /** What belongs to a model besides weights and config. */
  private static final List<String> COPIED =
      List.of(
          "tokenizer.json",
          "tokenizer.model",
          "tokenizer_config.json",
          "special_tokens_map.json",
          "added_tokens.json",
          "vocab.json",
          "merges.txt",
          "chat_template.jinja",
          "generation_config.json",
          "LICENSE",
          "NOTICE");

  private final Path model;
  private final BnbConfig settings;

  private QuantizedFolder(Path model, BnbConfig settings) {
    this.model = model;
    this.settings = settings;
  }

  /**
   * Writes the folder; its config last, so that half a folder is none.
   *
   * @param model a folder in the Hub's layout with plain weights
   * @param kind INT8, NF4, NF4_DOUBLE, FP4 or FP4_DOUBLE
   * @param out a new or empty folder
   * @param device where the arithmetic is done
   * @param progress told the share done, 0 to 1
   * @throws BadInputException if the model cannot be read or is quantized already, or {@code out}
   *     holds something
   */
  public static void write(
      Path model, Quantization kind, Path out, Device device, DoubleConsumer progress)
      throws IOException {
    if (kind.floating() || kind.all()) {
      throw new BadInputException(
          "bitsandbytes knows no \"%s\"; choose nf4, nf4-double, fp4, fp4-double or int8."
              .formatted(kind.label()));
    }
    if (GgufPath.find(model).isPresent()) {
      throw new BadInputException(
          model + " is a GGUF file; quantize the model's folder in the Hub's layout.");
    }
    new QuantizedFolder(model, BnbConfig.of(kind)).write(out, device, progress);
  }

  private void write(Path out, Device device, DoubleConsumer progress) throws IOException {
    ModelConfig config = ConfigReader.read(model);
    ObjectNode json = (ObjectNode) ConfigReader.json(model);
    if (BnbConfig.of(model.resolve("config.json").toString(), json).isPresent()) {
      throw new BadInputException(model + " is quantized already; start from the original.");
    }
    try (ShardedWeights source = ShardedWeights.open(model);
        Scope scope = Scope.on(device)) {
      List<TensorShape> shapes = ModelShapes.of(config);
      WeightReader reader = new WeightReader(source);
      CheckpointCheck.check(reader, shapes, null);
      prepare(out);
      write(out, shapes, reader, scope, progress);
    }
    for (String name : COPIED) {
      if (Files.isRegularFile(model.resolve(name))) {
        Files.copy(model.resolve(name), out.resolve(name));
      }
    }
    settings.put(json);
    AtomicFile.write(
        out.resolve("config.json"),
        JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsBytes(json));
  }

  private static void prepare(Path out) throws IOException {
    Files.createDirectories(out);
    try (Stream<Path> files = Files.list(out)) {
      if (files.findAny().isPresent()) {
        throw new BadInputException(out + " is not empty; give a new folder with --out.");
      }
    }
  }

  private void write(
      Path out, List<TensorShape> shapes, WeightReader reader, Scope scope, DoubleConsumer progress)
      throws IOException {
    BnbWriter bnb = new BnbWriter(scope, settings.kind());
    List<TensorSpec> specs = new ArrayList<>();
    long total = 2 * shapes.stream().mapToLong(TensorShape::size).sum();
    long done = 0;
    for (TensorShape shape : shapes) {
      TensorInfo info = reader.source().info(shape.name());
      if (quantized(shape)) {
        specs.addAll(
            bnb.declare(shape.name(), info.dtype(), shape.dims(), mean(bnb, shape, reader, scope)));
      } else {
        specs.add(new TensorSpec(shape.name(), info.dtype(), info.dimensions()));
      }
      done += shape.size();
      progress.accept((double) done / total);
    }
    try (SafetensorsWriter file =
        SafetensorsWriter.create(out.resolve("model.safetensors"), specs)) {
      for (TensorShape shape : shapes) {
        if (quantized(shape)) {
          try (Scope step = scope.child()) {
            bnb.write(file, shape.name(), reader.read(step, shape, Dtype.FLOAT32));
          }
        } else {
          file.write(shape.name(), reader.source().bytes(shape.name()));
        }
        done += shape.size();
        progress.accept((double) done / total);
      }
      file.finish();
    }
  }

  private @Nullable Double mean(
      BnbWriter bnb, TensorShape shape, WeightReader reader, Scope scope) {
    if (!settings.kind().doubly()) {
      return null;
    }
    try (Scope step = scope.child()) {
      return bnb.mean(reader.read(step, shape, Dtype.FLOAT32));
    }
  }

  private boolean quantized(TensorShape shape) {
    return shape.role() == Role.LINEAR
        && !settings.skips(shape.name().replaceFirst("\\.weight$", ""));
  }
}
