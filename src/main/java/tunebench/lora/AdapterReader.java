package tunebench.lora;

import ai.djl.ndarray.NDArray;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tunebench.BadInputException;
import tunebench.format.SafetensorsFile;
import tunebench.format.TensorInfo;
import tunebench.lora.AdapterNames.Part;
import tunebench.tensor.Dtype;
import tunebench.tensor.Scope;
import tunebench.tensor.Tensors;

/**
 * Reads {@code adapter_model.safetensors} and holds it against its settings: names, shapes and
 * ranks are checked before anything is allocated.
 */
final class AdapterReader implements AutoCloseable {
  private final Path path;
  private final SafetensorsFile file;
  private final LoraSettings settings;
  private final List<String> saved;
  private final Map<String, Map<Part, TensorInfo>> modules = new TreeMap<>();

  private AdapterReader(
      Path path, SafetensorsFile file, LoraSettings settings, List<String> saved) {
    this.path = path;
    this.file = file;
    this.settings = settings;
    this.saved = List.copyOf(saved);
  }

  /**
   * Opens and checks.
   *
   * @param saved modules whose whole weights the settings announce
   */
  static AdapterReader open(Path path, LoraSettings settings, List<String> saved) {
    SafetensorsFile file = SafetensorsFile.open(path);
    try {
      AdapterReader reader = new AdapterReader(path, file, settings, saved);
      reader.sort();
      reader.modules.forEach(reader::check);
      return reader;
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private void sort() {
    for (String name : file.names()) {
      AdapterNames parsed = AdapterNames.parse(name);
      if (parsed == null) {
        throw bad(
            "it holds %s, which is no part of a LoRA adapter on a decoder's projections"
                .formatted(Quoted.of(name)));
      }
      modules
          .computeIfAbsent(parsed.path(), _ -> new EnumMap<>(Part.class))
          .put(parsed.part(), file.info(name));
    }
    if (modules.isEmpty()) {
      throw bad("it holds no tensors");
    }
    for (String name : saved) {
      String module = Ends.ALL.stream().filter(end -> names(name, end)).findFirst().orElseThrow();
      if (!modules.getOrDefault(module, Map.of()).containsKey(Part.WHOLE)) {
        throw bad(
            "it lacks %s, which modules_to_save names"
                .formatted(AdapterNames.whole(module, false)));
      }
    }
  }

  private void check(String module, Map<Part, TensorInfo> parts) {
    checkWhole(module, parts);
    if (parts.keySet().equals(Set.of(Part.WHOLE))) {
      return;
    }
    if (!settings.targets(module)) {
      throw bad(
          "it holds tensors of %s, which target_modules (%s) does not name"
              .formatted(module, Quoted.plain(settings.targets().toString())));
    }
    if (module.equals(Ends.EMBEDDING)) {
      checkTable(parts);
      return;
    }
    TensorInfo a = part(parts, Part.A, AdapterNames.a(module));
    TensorInfo b = part(parts, Part.B, AdapterNames.b(module));
    long rank = settings.rank(module);
    if (a.dimensions().size() != 2 || a.rows() != rank || a.elements() == 0) {
      throw shape(a, "[%d, inputs], by the rank that adapter_config.json gives".formatted(rank));
    }
    if (b.dimensions().size() != 2 || b.dimensions().get(1) != rank || b.elements() == 0) {
      throw shape(b, "[outputs, %d], by the rank that adapter_config.json gives".formatted(rank));
    }
    if (settings.magnitudes()) {
      TensorInfo column = part(parts, Part.MAGNITUDES, AdapterNames.magnitudes(module));
      if (!column.dimensions().equals(List.of(b.rows()))) {
        throw shape(column, "[%d], one magnitude per output".formatted(b.rows()));
      }
    } else if (parts.containsKey(Part.MAGNITUDES)) {
      throw bad("it holds %s, but use_dora is not set".formatted(AdapterNames.magnitudes(module)));
    }
  }

  private void checkWhole(String module, Map<Part, TensorInfo> parts) {
    TensorInfo info = parts.get(Part.WHOLE);
    if (info == null) {
      return;
    }
    if (parts.size() == 1 && saved.stream().noneMatch(name -> names(name, module))) {
      throw bad("it holds %s, but modules_to_save does not name it".formatted(info.name()));
    }
    if (info.dimensions().size() != 2 || info.elements() == 0) {
      throw shape(info, "[vocabulary, width]");
    }
  }

  /** The embedding's factors: A [rank, vocabulary] and B [width, rank]. */
  private void checkTable(Map<Part, TensorInfo> parts) {
    TensorInfo up = part(parts, Part.A, AdapterNames.a(Ends.EMBEDDING));
    TensorInfo down = part(parts, Part.B, AdapterNames.b(Ends.EMBEDDING));
    long rank = settings.rank(Ends.EMBEDDING);
    if (down.dimensions().size() != 2 || down.rows() != rank || down.elements() == 0) {
      throw shape(down, "[%d, vocabulary], by adapter_config.json's rank".formatted(rank));
    }
    if (up.dimensions().size() != 2 || up.dimensions().get(1) != rank || up.elements() == 0) {
      throw shape(up, "[width, %d], by adapter_config.json's rank".formatted(rank));
    }
    if (settings.magnitudes()) {
      throw bad(
          "use_dora is set and the embedding is a target, which Tunebench does not compute; leave"
              + " embed_tokens out of a DoRA adapter");
    }
  }

  /** PEFT finds modules to save by the end of their path. */
  private static boolean names(String saved, String module) {
    return module.equals(saved) || module.endsWith("." + saved);
  }

  private TensorInfo part(Map<Part, TensorInfo> parts, Part part, String name) {
    TensorInfo info = parts.get(part);
    if (info == null) {
      throw bad("it lacks " + name);
    }
    return info;
  }

  /** All updates by module path; they belong to {@code scope}. */
  Map<String, Adapter.Update> read(Scope scope) {
    Map<String, Adapter.Update> updates = new LinkedHashMap<>();
    modules.forEach(
        (module, parts) -> {
          if (parts.keySet().equals(Set.of(Part.WHOLE))) {
            return;
          }
          if (module.equals(Ends.EMBEDDING)) {
            updates.put(module, table(scope, parts));
            return;
          }
          TensorInfo a = part(parts, Part.A, module);
          TensorInfo b = part(parts, Part.B, module);
          @Nullable TensorInfo column = parts.get(Part.MAGNITUDES);
          updates.put(
              module,
              new Adapter.Update(
                  tensor(scope, a, a.shape()),
                  tensor(scope, b, b.shape()),
                  settings.scaling(module),
                  column == null ? null : tensor(scope, column, b.rows(), 1)));
        });
    return updates;
  }

  private Adapter.Update table(Scope scope, Map<Part, TensorInfo> parts) {
    TensorInfo up = part(parts, Part.A, Ends.EMBEDDING);
    TensorInfo down = part(parts, Part.B, Ends.EMBEDDING);
    try (Scope step = scope.child()) {
      return new Adapter.Update(
          scope.keep(step.keep(tensor(step, up, up.shape()).transpose()).duplicate()),
          scope.keep(step.keep(tensor(step, down, down.shape()).transpose()).duplicate()),
          settings.scaling(Ends.EMBEDDING),
          null);
    }
  }

  /** Weights that take the place of the base's, by module path; they belong to {@code scope}. */
  Map<String, NDArray> whole(Scope scope) {
    Map<String, NDArray> whole = new LinkedHashMap<>();
    modules.forEach(
        (module, parts) -> {
          TensorInfo info = parts.get(Part.WHOLE);
          if (info != null) {
            whole.put(module, tensor(scope, info, info.shape()));
          }
        });
    return whole;
  }

  private NDArray tensor(Scope scope, TensorInfo info, long... shape) {
    Dtype stored =
        switch (info.dtype()) {
          case F32 -> Dtype.FLOAT32;
          case F16 -> Dtype.FLOAT16;
          case BF16 -> Dtype.BFLOAT16;
          default ->
              throw bad(
                  "tensor %s is %s, but must be F32, F16 or BF16"
                      .formatted(info.name(), info.dtype()));
        };
    try (Scope step = scope.child()) {
      NDArray raw = step.bytes(file.bytes(info.name()).asByteBuffer(), info.length());
      return Tensors.decode(scope, raw, stored, Dtype.FLOAT32, shape);
    }
  }

  private BadInputException shape(TensorInfo info, String wanted) {
    return bad(
        "tensor %s has shape %s instead of %s".formatted(info.name(), info.dimensions(), wanted));
  }

  private BadInputException bad(String problem) {
    return new BadInputException(
        "%s: %s; take the adapter's two files as they were saved together."
            .formatted(path, problem));
  }

  @Override
  public void close() {
    file.close();
  }
}
