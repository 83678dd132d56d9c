package tunebench.service.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tunebench.BadInputException;
import tunebench.format.SafetensorsFile;
import tunebench.protocol.ModelReply;

/** Describes adapter folders without loading their weights. */
final class AdapterInfos {
  private AdapterInfos() {}

  static ModelReply.AdapterInfo of(String id, String name, Path folder, boolean imported)
      throws IOException {
    Path weights = folder.resolve("adapter_model.safetensors");
    try (SafetensorsFile file = SafetensorsFile.open(weights)) {
      JsonNode config =
          JsonMapper.shared().readTree(folder.resolve("adapter_config.json").toFile());
      List<String> targets = new ArrayList<>();
      config.path("target_modules").forEach(target -> targets.add(target.asString()));
      return new ModelReply.AdapterInfo(
          id,
          name,
          folder.toString(),
          config.path("base_model_name_or_path").asString(""),
          config.path("r").asInt(0),
          config.path("lora_alpha").asDouble(0),
          targets,
          file.names().stream().mapToLong(tensor -> file.info(tensor).elements()).sum(),
          Files.size(weights),
          imported);
    } catch (JacksonException e) {
      throw new BadInputException(
          folder + " holds no adapter_config.json that can be read; take the whole folder.", e);
    }
  }
}
