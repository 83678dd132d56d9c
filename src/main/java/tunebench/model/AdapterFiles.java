package tunebench.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import tunebench.format.GgufAdapter;
import tunebench.format.GgufAdapterReader;
import tunebench.llama.GgufDescription;
import tunebench.lora.Adapter;
import tunebench.lora.AdapterFolder;
import tunebench.lora.LoraSettings;
import tunebench.tensor.Scope;

/** Opens an adapter in whatever format it came. */
public final class AdapterFiles {
  private AdapterFiles() {}

  /**
   * Reads an adapter; its weights belong to a scope inside {@code parent}.
   *
   * @param adapter PEFT's folder, or a LoRA in a GGUF file
   * @param model the base model's folder or file, which alone knows how a GGUF file's rows lie
   * @throws tunebench.BadInputException if there is no adapter, or one that Tunebench cannot open
   */
  public static Adapter read(Scope parent, Path adapter, Path model) {
    return isGguf(adapter) ? gguf(parent, adapter, model) : AdapterFolder.read(parent, adapter);
  }

  private static boolean isGguf(Path adapter) {
    return Files.isRegularFile(adapter)
        && adapter.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".gguf");
  }

  private static Adapter gguf(Scope parent, Path file, Path model) {
    GgufAdapterReader.Content content = GgufAdapterReader.read(file, GgufDescription.of(model));
    Map<String, Adapter.Update> modules = new LinkedHashMap<>();
    Scope scope = parent.child();
    try {
      for (GgufAdapter.Update update : content.updates()) {
        int rank = update.rank();
        modules.put(
            update.weight().replaceFirst("\\.weight$", ""),
            new Adapter.Update(
                scope.floats(update.a(), rank, update.a().length / rank),
                scope.floats(update.b(), update.b().length / rank, rank),
                content.alpha() == 0 ? 1 : content.alpha() / rank,
                null));
      }
      return new Adapter(scope, LoraSettings.of(modules), modules);
    } catch (RuntimeException e) {
      scope.close();
      throw e;
    }
  }
}
