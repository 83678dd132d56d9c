package tunebench.lora;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import tunebench.format.AtomicFile;
import tunebench.format.DType;
import tunebench.format.SafetensorsWriter;
import tunebench.format.TensorSpec;
import tunebench.tensor.Dtype;
import tunebench.tensor.Scope;
import tunebench.tensor.Tensors;

/** PEFT's folder: {@code adapter_config.json} and {@code adapter_model.safetensors}. */
public final class AdapterFolder {
  private AdapterFolder() {}

  /**
   * Writes an adapter so that PEFT opens it.
   *
   * @param baseModel name or path of the model that it belongs to
   */
  public static void write(Path folder, Adapter adapter, String baseModel) throws IOException {
    Files.createDirectories(folder);
    Map<String, NDArray> tensors = new LinkedHashMap<>();
    List<TensorSpec> specs = new ArrayList<>();
    for (String path : new TreeSet<>(adapter.modules().keySet())) {
      Adapter.Update update = adapter.update(path);
      tensors.put(AdapterNames.a(path), update.a());
      specs.add(spec(AdapterNames.a(path), update.a().getShape().getShape()));
      tensors.put(AdapterNames.b(path), update.b());
      specs.add(spec(AdapterNames.b(path), update.b().getShape().getShape()));
      if (update.magnitudes() != null) {
        tensors.put(AdapterNames.magnitudes(path), update.column());
        specs.add(spec(AdapterNames.magnitudes(path), update.outFeatures()));
      }
    }
    try (SafetensorsWriter writer =
            SafetensorsWriter.create(folder.resolve(AdapterLocation.WEIGHTS), specs);
        Scope scope = adapter.scope().child()) {
      for (Map.Entry<String, NDArray> entry : tensors.entrySet()) {
        writer.write(
            entry.getKey(), Tensors.encode(scope, entry.getValue(), Dtype.FLOAT32).toByteBuffer());
      }
      writer.finish();
    }
    AtomicFile.write(
        folder.resolve(AdapterLocation.CONFIG),
        AdapterConfigJson.of(adapter.settings(), adapter.modules().keySet(), baseModel));
  }

  private static TensorSpec spec(String name, long... shape) {
    return new TensorSpec(name, DType.F32, Arrays.stream(shape).boxed().toList());
  }

  /**
   * Reads an adapter; its weights belong to a scope inside {@code parent}.
   *
   * @param folder an adapter's own folder, a repository of the Hub's download cache, or a folder
   *     around a single adapter
   * @throws tunebench.BadInputException if there is no LoRA adapter, or one that asks for what
   *     Tunebench does not know
   */
  public static Adapter read(Scope parent, Path folder) {
    Path found = AdapterLocation.find(folder);
    LoraSettings settings = AdapterConfig.read(found.resolve(AdapterLocation.CONFIG));
    Scope scope = parent.child();
    try (AdapterReader reader =
        AdapterReader.open(found.resolve(AdapterLocation.WEIGHTS), settings)) {
      return new Adapter(scope, settings, reader.read(scope));
    } catch (RuntimeException e) {
      scope.close();
      throw e;
    }
  }
}
