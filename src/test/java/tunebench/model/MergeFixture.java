package tunebench.model;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tunebench.Fixtures;
import tunebench.lora.AdapterFolder;
import tunebench.quant.Quantization;
import tunebench.tensor.Scope;

/** Merges fixtures into a folder, and runs what comes of it. */
record MergeFixture(Scope scope, Path folder) {

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
