package tunebench.model;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tunebench.BadInputException;
import tunebench.format.TensorSource;
import tunebench.llama.TensorShape;
import tunebench.llama.WeightReader;

/**
 * Holds a checkpoint against its config before anything is read or allocated: every tensor that the
 * config implies is there in its shape, and none is left over.
 */
final class CheckpointCheck {
  private CheckpointCheck() {}

  /**
   * Checks all tensors.
   *
   * @throws BadInputException if one is missing, of another shape or type, or has no place
   */
  static void check(
      WeightReader reader, List<TensorShape> shapes, @Nullable StoredProjections stored) {
    Set<String> known = new HashSet<>();
    for (TensorShape shape : shapes) {
      known.add(shape.name());
      if (stored != null && stored.holds(shape)) {
        stored.check(shape);
      } else {
        reader.check(shape);
      }
    }
    TensorSource source = reader.source();
    for (String name : source.names()) {
      boolean part = stored != null && stored.isCompanion(name);
      if (!known.contains(name) && !part && !isHarmless(name)) {
        throw new BadInputException(
            "Tensor %s of %s has no place in the model that the config describes; the weights and the config are of different models."
                .formatted(name.replaceAll("\\p{C}", "?"), source.file(name)));
      }
    }
  }

  /** Old checkpoints hold rotary frequencies, and tied ones their embedding twice. */
  private static boolean isHarmless(String name) {
    return name.endsWith("rotary_emb.inv_freq") || name.equals("lm_head.weight");
  }
}
