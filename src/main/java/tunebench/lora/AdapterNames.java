package tunebench.lora;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Names of tensors in PEFT's files.
 *
 * @param path the module's
 * @param part which tensor of its update
 */
record AdapterNames(String path, Part part) {
  private static final String PREFIX = "base_model.model.";

  /** Paths are short and plain, so that no name can trouble a pattern or a terminal. */
  private static final Pattern NAME =
      Pattern.compile(
          "base_model\\.model\\.([\\w.-]{1,300}?)\\."
              + "(lora_A\\.weight|lora_B\\.weight|lora_magnitude_vector"
              + "|lora_embedding_A|lora_embedding_B|base_layer\\.weight|weight)");

  enum Part {
    A,
    B,
    MAGNITUDES,
    /** The whole weight, which takes the place of the base's. */
    WHOLE
  }

  /** Takes a tensor's name apart; null if it is none of a plain adapter's. */
  static @Nullable AdapterNames parse(String tensor) {
    Matcher match = NAME.matcher(tensor);
    if (!match.matches()) {
      return null;
    }
    String path = match.group(1);
    boolean table = path.equals(Ends.EMBEDDING);
    @Nullable Part part =
        switch (match.group(2)) {
          case "lora_A.weight" -> table ? null : Part.A;
          case "lora_B.weight" -> table ? null : Part.B;
          // An embedding's factors lie the other way round: A is [rank, vocabulary].
          case "lora_embedding_A" -> table ? Part.B : null;
          case "lora_embedding_B" -> table ? Part.A : null;
          case "lora_magnitude_vector" -> Part.MAGNITUDES;
          default -> Ends.contains(path) ? Part.WHOLE : null;
        };
    return part == null ? null : new AdapterNames(path, part);
  }

  /** Of the factor that takes inputs; transposed where the module is the embedding. */
  static String a(String path) {
    return PREFIX + path + (path.equals(Ends.EMBEDDING) ? ".lora_embedding_B" : ".lora_A.weight");
  }

  /** Of the factor that gives outputs; transposed where the module is the embedding. */
  static String b(String path) {
    return PREFIX + path + (path.equals(Ends.EMBEDDING) ? ".lora_embedding_A" : ".lora_B.weight");
  }

  /** Of a weight that takes the place of the base's, alone or under an update. */
  static String whole(String path, boolean updated) {
    return PREFIX + path + (updated ? ".base_layer.weight" : ".weight");
  }

  static String magnitudes(String path) {
    return PREFIX + path + ".lora_magnitude_vector";
  }
}
