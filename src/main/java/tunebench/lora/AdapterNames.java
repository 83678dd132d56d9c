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
          "base_model\\.model\\.([\\w.-]{1,300})\\.(lora_A\\.weight|lora_B\\.weight|lora_magnitude_vector)");

  enum Part {
    A,
    B,
    MAGNITUDES
  }

  /** Takes a tensor's name apart; null if it is none of a plain adapter's. */
  static @Nullable AdapterNames parse(String tensor) {
    Matcher match = NAME.matcher(tensor);
    if (!match.matches()) {
      return null;
    }
    Part part =
        switch (match.group(2)) {
          case "lora_A.weight" -> Part.A;
          case "lora_B.weight" -> Part.B;
          default -> Part.MAGNITUDES;
        };
    return new AdapterNames(match.group(1), part);
  }

  static String a(String path) {
    return PREFIX + path + ".lora_A.weight";
  }

  static String b(String path) {
    return PREFIX + path + ".lora_B.weight";
  }

  static String magnitudes(String path) {
    return PREFIX + path + ".lora_magnitude_vector";
  }
}
