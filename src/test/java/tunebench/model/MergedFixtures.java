package tunebench.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tunebench.Fixtures;
import tunebench.lora.AdapterFolder;
import tunebench.quant.Quantization;
import tunebench.tensor.Scope;

/** What tests of merging share: a folder, and what a model does alone or with its adapter. */
abstract class MergedFixtures {
  final Scope scope = Scope.on(Device.cpu());
  @TempDir Path folder;

  @AfterEach
  void close() {
    scope.close();
  }

  Path merge(String family, String adapter, MergeSettings settings) throws IOException {
    Path out = folder.resolve("merged");
    Merger.merge(Fixtures.folder(family), Fixtures.folder(adapter), out, settings, _ -> {});
    return out;
  }

  NDArray last(Path model) {
    try (OpenModel open = FixtureRows.open(model, Quantization.FP32)) {
      return FixtureRows.last(scope, open.model());
    }
  }

  /** Logits of a model with its adapter beside it, of each row's last token. */
  NDArray beside(String family, String adapter, Quantization kind) {
    return beside(Fixtures.folder(family), Fixtures.folder(adapter), kind);
  }

  NDArray beside(Path model, Path adapter, Quantization kind) {
    try (OpenModel open = FixtureRows.open(model, kind)) {
      return FixtureRows.last(
          scope, AdaptedModel.of(open.model(), AdapterFolder.read(scope, adapter)));
    }
  }

  static JsonNode config(Path model) {
    return JsonMapper.shared().readTree(model.resolve("config.json").toFile());
  }
}
