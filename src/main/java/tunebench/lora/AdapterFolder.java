package tunebench.lora;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tunebench.BadInputException;
import tunebench.format.AtomicFile;
import tunebench.format.DType;
import tunebench.format.SafetensorsFile;
import tunebench.format.SafetensorsWriter;
import tunebench.format.TensorInfo;
import tunebench.format.TensorSpec;
import tunebench.tensor.Dtype;
import tunebench.tensor.Scope;
import tunebench.tensor.Tensors;

/** PEFT's folder: {@code adapter_config.json} and {@code adapter_model.safetensors}. */
public final class AdapterFolder {
  private static final String WEIGHTS = "adapter_model.safetensors";
  private static final String CONFIG = "adapter_config.json";
  private static final Pattern NAME =
      Pattern.compile("base_model\\.model\\.(.+)\\.lora_([AB])\\.weight");

  private AdapterFolder() {}

  /**
   * Writes an adapter so that PEFT opens it.
   *
   * @param baseModel name or path of the model that it belongs to
   */
  public static void write(Path folder, Adapter adapter, String baseModel) throws IOException {
    Files.createDirectories(folder);
    Map<String, NDArray> tensors = new LinkedHashMap<>();
    for (String path : new TreeSet<>(adapter.modules().keySet())) {
      Adapter.Update update = adapter.update(path);
      tensors.put("base_model.model." + path + ".lora_A.weight", update.a());
      tensors.put("base_model.model." + path + ".lora_B.weight", update.b());
    }
    List<TensorSpec> specs = new ArrayList<>();
    tensors.forEach((name, array) -> specs.add(new TensorSpec(name, DType.F32, boxed(array))));
    try (SafetensorsWriter writer = SafetensorsWriter.create(folder.resolve(WEIGHTS), specs);
        Scope scope = adapter.scope().child()) {
      for (Map.Entry<String, NDArray> entry : tensors.entrySet()) {
        writer.write(
            entry.getKey(), Tensors.encode(scope, entry.getValue(), Dtype.FLOAT32).toByteBuffer());
      }
      writer.finish();
    }
    AtomicFile.write(folder.resolve(CONFIG), AdapterConfig.json(adapter.settings(), baseModel));
  }

  private static List<Long> boxed(NDArray array) {
    return java.util.Arrays.stream(array.getShape().getShape()).boxed().toList();
  }

  /**
   * Reads an adapter; its weights belong to a scope inside {@code parent}.
   *
   * @throws BadInputException if the folder is no LoRA adapter or asks for what Tunebench does not
   *     know
   */
  public static Adapter read(Scope parent, Path folder) {
    Path weights = folder.resolve(WEIGHTS);
    if (!Files.isRegularFile(weights)) {
      throw new BadInputException(
          folder
              + " holds no "
              + WEIGHTS
              + "; give an adapter folder as PEFT or Tunebench writes it.");
    }
    AdapterConfig config = AdapterConfig.read(folder.resolve(CONFIG));
    Scope scope = parent.child();
    try (SafetensorsFile file = SafetensorsFile.open(weights)) {
      Map<String, NDArray> a = new LinkedHashMap<>();
      Map<String, NDArray> b = new LinkedHashMap<>();
      for (String name : file.names()) {
        Matcher match = NAME.matcher(name);
        if (!match.matches()) {
          throw new BadInputException(
              weights + " holds " + name + ", which is no part of a plain LoRA adapter.");
        }
        (match.group(2).equals("A") ? a : b)
            .put(match.group(1), read(scope, file, file.info(name)));
      }
      return new Adapter(scope, config.settings(), pair(weights, config, a, b));
    } catch (RuntimeException e) {
      scope.close();
      throw e;
    }
  }

  private static Map<String, Adapter.Update> pair(
      Path file, AdapterConfig config, Map<String, NDArray> a, Map<String, NDArray> b) {
    Map<String, Adapter.Update> modules = new LinkedHashMap<>();
    for (String path : new TreeSet<>(a.keySet())) {
      NDArray down = java.util.Objects.requireNonNull(a.get(path));
      NDArray up = b.remove(path);
      if (up == null || up.getShape().get(1) != down.getShape().get(0)) {
        throw new BadInputException(
            file + ": lora_A and lora_B of " + path + " do not belong together.");
      }
      modules.put(
          path,
          new Adapter.Update(
              down, up, config.scaling(path, Math.toIntExact(down.getShape().get(0)))));
    }
    if (!b.isEmpty() || modules.isEmpty()) {
      throw new BadInputException(file + " does not hold lora_A and lora_B for the same modules.");
    }
    return modules;
  }

  private static NDArray read(Scope scope, SafetensorsFile file, TensorInfo info) {
    Dtype stored =
        switch (info.dtype()) {
          case F32 -> Dtype.FLOAT32;
          case F16 -> Dtype.FLOAT16;
          case BF16 -> Dtype.BFLOAT16;
          default ->
              throw new BadInputException("Tensor " + info.name() + " must be F32, F16 or BF16.");
        };
    if (info.dimensions().size() != 2) {
      throw new BadInputException(
          "Tensor " + info.name() + " must have two axes, not " + info.dimensions() + ".");
    }
    try (Scope step = scope.child()) {
      NDArray raw = step.bytes(file.bytes(info.name()).asByteBuffer(), info.length());
      return Tensors.decode(scope, raw, stored, Dtype.FLOAT32, info.shape());
    }
  }
}
