package tunebench.launch;

import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tunebench.format.FileHash;
import tunebench.run.PassportExplanation;

/**
 * Two folders of {@code train} held against each other.
 *
 * @param run the second
 * @param of the first
 * @param identical whether every loss and every weight is the same to the bit
 * @param step the first whose loss differs, 0 for none
 * @param sentence what came of it, and why where they differ
 */
record ReplayedFolder(String run, String of, boolean identical, int step, String sentence) {
  private static final String WEIGHTS = "adapter_model.safetensors";

  static ReplayedFolder of(Path folder, RunFolder first, Path second) {
    int step = step(steps(folder), steps(second));
    boolean weights =
        FileHash.of(folder.resolve(WEIGHTS))
            .sha256()
            .equals(FileHash.of(second.resolve(WEIGHTS)).sha256());
    boolean same = step == 0 && weights;
    String why =
        PassportExplanation.of(first.passport(), RunFolder.read(second).passport()).sentence();
    String sentence =
        same
            ? "The same to the bit: every loss and every weight of the adapter."
            : (step > 0 ? "Step %d is the first whose loss differs. ".formatted(step) : "")
                + (weights ? "" : "The adapters' weights differ. ")
                + why;
    return new ReplayedFolder(second.toString(), folder.toString(), same, step, sentence);
  }

  private static JsonNode steps(Path folder) {
    return JsonMapper.shared().readTree(folder.resolve("training.json").toFile()).path("steps");
  }

  /** Seconds may differ, nothing else. JSON keeps numbers to the last bit. */
  private static int step(JsonNode first, JsonNode second) {
    for (int i = 0; i < Math.max(first.size(), second.size()); i++) {
      for (String field : new String[] {"loss", "priceLoss", "gradientNorm", "rows", "rowLosses"}) {
        if (!first.path(i).path(field).equals(second.path(i).path(field))) {
          return i + 1;
        }
      }
    }
    return 0;
  }
}
