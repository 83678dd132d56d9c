package tunebench.model;

import ai.djl.Device;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.DoubleConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tunebench.BadInputException;
import tunebench.format.AtomicFile;
import tunebench.format.GgufType;
import tunebench.llama.GgufDescription;

/**
 * Writes a model as a folder that Ollama takes: {@code model.gguf} and a {@code Modelfile} (<a
 * href="https://github.com/ollama/ollama/blob/main/docs/modelfile.md">its format</a>). The model is
 * asked as the labs ask it: the question as it is, the likeliest answer, a few tokens long.
 */
public final class OllamaFolder {
  /** The file inside the folder that holds the weights. */
  public static final String WEIGHTS = "model.gguf";

  private static final String QUOTES = "\"\"\"";
  private static final int ANSWER_TOKENS = 8;
  private static final int MOST_CONTEXT = 4096;
  private static final long MOST_LICENCE = 1_000_000;

  private OllamaFolder() {}

  /**
   * Writes the folder; the Modelfile last.
   *
   * @param model a folder in the Hub's layout or a GGUF file
   * @param adapter merged into the weights, or null
   * @param type of the matrices
   * @param out a new or empty folder
   * @param progress told the share done, 0 to 1
   * @throws BadInputException if model or adapter cannot be read, GGUF has no words for something
   *     in them, or {@code out} holds something
   */
  public static void write(
      Path model,
      @Nullable Path adapter,
      GgufType type,
      Path out,
      Device device,
      DoubleConsumer progress)
      throws IOException {
    int context = GgufDescription.of(model).context();
    Files.createDirectories(out);
    try (Stream<Path> files = Files.list(out)) {
      if (files.findAny().isPresent()) {
        throw new BadInputException(out + " is not empty; give a new folder with --out.");
      }
    }
    new GgufFileExport(model, type, device).whole(adapter, out.resolve(WEIGHTS), progress);
    AtomicFile.write(
        out.resolve("Modelfile"), text(model, context).getBytes(StandardCharsets.UTF_8));
  }

  private static String text(Path model, int context) throws IOException {
    StringBuilder text =
        new StringBuilder(
            """
            # Written by Tunebench. In this folder: ollama create NAME -f Modelfile
            FROM ./%s
            TEMPLATE %s{{ .Prompt }}%s
            PARAMETER temperature 0
            PARAMETER num_predict %d
            PARAMETER num_ctx %d
            """
                .formatted(
                    WEIGHTS, QUOTES, QUOTES, ANSWER_TOKENS, Math.min(context, MOST_CONTEXT)));
    for (String name : List.of("LICENSE", "LICENSE.txt", "LICENSE.md")) {
      Path licence = model.resolve(name);
      if (Files.isRegularFile(licence) && Files.size(licence) <= MOST_LICENCE) {
        String words = Files.readString(licence);
        if (!words.contains(QUOTES)) {
          text.append("LICENSE ").append(QUOTES).append('\n').append(words.strip()).append('\n');
          text.append(QUOTES).append('\n');
        }
        break;
      }
    }
    return text.toString();
  }
}
