package tunebench.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tunebench.format.AtomicFile;
import tunebench.format.DType;
import tunebench.format.GgufPath;
import tunebench.llama.ConfigReader;
import tunebench.token.TokenizerFiles;
import tunebench.token.TokenizerOutput;

/**
 * What a model folder holds besides weights: taken over into the folder of new weights of the same
 * model.
 */
record ModelFiles(Path from, Path to) {
  /** Tokenizer, generation settings and chat template, by all names that they have on the Hub. */
  private static final List<String> NAMES =
      List.of(
          "tokenizer.json",
          "tokenizer_config.json",
          "tokenizer.model",
          "special_tokens_map.json",
          "added_tokens.json",
          "vocab.json",
          "merges.txt",
          "generation_config.json",
          "chat_template.jinja",
          "chat_template.json");

  /** Whoever passes a model on must pass these on, too. */
  private static final List<String> LEGAL = List.of("LICENSE", "NOTICE", "USE_POLICY");

  /**
   * Copies everything, {@code config.json} last.
   *
   * @param dtype of the new weights, or null if it is the old one
   * @param untied whether the output layer is no longer the embedding
   */
  void copy(@Nullable DType dtype, boolean untied) throws IOException {
    if (GgufPath.find(from).isPresent()) {
      TokenizerOutput.write(TokenizerFiles.read(from), to);
      AtomicFile.write(to.resolve("config.json"), config(dtype, untied));
      return;
    }
    List<Path> files;
    try (Stream<Path> listed = Files.list(from)) {
      files = listed.filter(ModelFiles::isWanted).filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      AtomicFile.write(to.resolve(file.getFileName().toString()), Files.readAllBytes(file));
    }
    AtomicFile.write(to.resolve("config.json"), config(dtype, untied));
  }

  private static boolean isWanted(Path file) {
    String name = file.getFileName().toString();
    return NAMES.contains(name) || LEGAL.stream().anyMatch(name::startsWith);
  }

  /** The config as it is, but for the dtype; weights that were written are not quantized. */
  private byte[] config(@Nullable DType dtype, boolean untied) throws IOException {
    JsonMapper json = JsonMapper.shared();
    JsonNode read = ConfigReader.json(from);
    boolean same = dtype == null && !untied && read.path("quantization_config").isMissingNode();
    if (same && GgufPath.find(from).isEmpty()) {
      return Files.readAllBytes(from.resolve("config.json"));
    }
    ObjectNode config = (ObjectNode) read;
    if (untied) {
      config.put("tie_word_embeddings", false);
    }
    config.remove("quantization_config");
    if (dtype != null) {
      // transformers 5 calls it dtype, older ones torch_dtype.
      config.put(config.has("dtype") ? "dtype" : "torch_dtype", torchName(dtype));
    }
    return json.writerWithDefaultPrettyPrinter().writeValueAsBytes(config);
  }

  private static String torchName(DType dtype) {
    return switch (dtype) {
      case F64 -> "float64";
      case F32 -> "float32";
      case F16 -> "float16";
      case BF16 -> "bfloat16";
      default -> throw new IllegalArgumentException("weights are not written as " + dtype);
    };
  }
}
