package tunebench.hub;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What the Hub says of a repository without its files being read.
 *
 * @param commit that the revision names now, "" where a list does not say
 * @param gated "" if anyone may read it, else {@code auto} or {@code manual}: how access is given
 * @param architecture of a model's config, "" if there is none
 * @param quantization method that its weights were quantized by, "" for none
 * @param parameters of a model's safetensors files, 0 if not known
 * @param bytesPerParameter of these files on average, 0 if not known
 * @param licence such as {@code apache-2.0}, "" if not given
 * @param modified day of the last commit, "" if not given
 */
public record RepoInfo(
    String id,
    String commit,
    boolean hidden,
    String gated,
    String architecture,
    String quantization,
    long parameters,
    double bytesPerParameter,
    long downloads,
    long likes,
    String licence,
    String modified,
    List<String> tags) {
  private static final String LICENCE = "license:";
  private static final int DAY = 10;

  public RepoInfo {
    tags = List.copyOf(tags);
  }

  static RepoInfo of(JsonNode json) {
    JsonNode config = json.path("config");
    List<String> tags = json.path("tags").valueStream().map(t -> t.asString("")).toList();
    JsonNode gate = json.path("gated");
    String modified = json.path("lastModified").asString("");
    return new RepoInfo(
        json.path("id").asString(json.path("modelId").asString("")),
        json.path("sha").asString(""),
        json.path("private").asBoolean(false),
        gate.isString() ? gate.asString() : "",
        config.path("architectures").path(0).asString(""),
        config.path("quantization_config").path("quant_method").asString(""),
        parameters(json.path("safetensors")),
        width(json.path("safetensors").path("parameters")),
        json.path("downloads").asLong(0),
        json.path("likes").asLong(0),
        tags.stream()
            .filter(tag -> tag.startsWith(LICENCE))
            .map(tag -> tag.substring(LICENCE.length()))
            .findFirst()
            .orElse(""),
        modified.substring(0, Math.min(DAY, modified.length())),
        tags);
  }

  private static long parameters(JsonNode safetensors) {
    return safetensors.path("total").asLong(0);
  }

  private static double width(JsonNode byType) {
    double bytes = 0;
    double count = 0;
    for (var type : byType.properties()) {
      double n = type.getValue().asDouble(0);
      count += n;
      bytes += n * bytesOf(type.getKey());
    }
    return count == 0 ? 0 : bytes / count;
  }

  private static double bytesOf(String type) {
    return switch (type) {
      case "F64", "I64", "U64" -> 8;
      case "F32", "I32", "U32" -> 4;
      case "F16", "BF16", "I16", "U16" -> 2;
      default -> 1;
    };
  }

  /** Bytes to download, as far as the parameters tell; 0 if not known. */
  public long weightBytes() {
    return Math.round(parameters * bytesPerParameter);
  }
}
