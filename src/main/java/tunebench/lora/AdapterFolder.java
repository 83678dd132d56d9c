package tunebench.lora;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    try (Scope scope = adapter.scope().child()) {
      Map<String, NDArray> tensors = tensors(scope, adapter);
      List<TensorSpec> specs =
          tensors.entrySet().stream().map(e -> spec(e.getKey(), e.getValue())).toList();
      try (SafetensorsWriter writer =
          SafetensorsWriter.create(folder.resolve(AdapterLocation.WEIGHTS), specs)) {
        for (Map.Entry<String, NDArray> entry : tensors.entrySet()) {
          writer.write(
              entry.getKey(),
              Tensors.encode(scope, entry.getValue(), Dtype.FLOAT32).toByteBuffer());
        }
        writer.finish();
      }
    }
    AtomicFile.write(
        folder.resolve(AdapterLocation.CONFIG), AdapterConfigJson.of(adapter, baseModel));
  }

  /** By PEFT's names and in its shapes; what is made anew belongs to {@code scope}. */
  private static Map<String, NDArray> tensors(Scope scope, Adapter adapter) {
    Map<String, NDArray> tensors = new LinkedHashMap<>();
    for (String path : new TreeSet<>(adapter.modules().keySet())) {
      Adapter.Update update = adapter.update(path);
      boolean table = path.equals(Ends.EMBEDDING);
      tensors.put(AdapterNames.a(path), table ? scope.keep(update.a().transpose()) : update.a());
      tensors.put(AdapterNames.b(path), table ? scope.keep(update.b().transpose()) : update.b());
      if (update.magnitudes() != null) {
        tensors.put(
            AdapterNames.magnitudes(path),
            scope.keep(update.column().reshape(update.outFeatures())));
      }
    }
    adapter
        .whole()
        .forEach(
            (path, weight) ->
                tensors.put(AdapterNames.whole(path, adapter.modules().containsKey(path)), weight));
    return tensors;
  }

  private static TensorSpec spec(String name, NDArray tensor) {
    return new TensorSpec(
        name, DType.F32, Arrays.stream(tensor.getShape().getShape()).boxed().toList());
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
    AdapterConfig.Content config = AdapterConfig.read(found.resolve(AdapterLocation.CONFIG));
    Scope scope = parent.child();
    try (AdapterReader reader =
        AdapterReader.open(
            found.resolve(AdapterLocation.WEIGHTS), config.settings(), config.saved())) {
      return new Adapter(scope, config.settings(), reader.read(scope), reader.whole(scope));
    } catch (RuntimeException e) {
      scope.close();
      throw e;
    }
  }
}
