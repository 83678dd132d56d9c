package tunebench.lora;

import ai.djl.ndarray.NDArray;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  private final Map<String, Map<Part, TensorInfo>> modules = new TreeMap<>();

  private AdapterReader(Path path, SafetensorsFile file, LoraSettings settings) {
    this.path = path;
    this.file = file;
    this.settings = settings;
  }

  static AdapterReader open(Path path, LoraSettings settings) {
    SafetensorsFile file = SafetensorsFile.open(path);
    try {
      AdapterReader reader = new AdapterReader(path, file, settings);
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
  }

  private void check(String module, Map<Part, TensorInfo> parts) {
    if (!settings.targets(module)) {
      throw bad(
          "it holds tensors of %s, which target_modules (%s) does not name"
              .formatted(module, Quoted.plain(settings.targets().toString())));
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
