package tunebench.train;

import ai.djl.Device;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tunebench.Fixtures;
import tunebench.format.SafetensorsFile;
import tunebench.tensor.Scope;
import tunebench.token.Batch;
import tunebench.token.TokenizedExample;

/** The fixtures' rows; their labels are the last three tokens of each. */
final class ReferenceBatch {
  private static final int[] LENGTHS = {24, 20, 13, 9};

  private ReferenceBatch() {}

  /** The batch of a model's fixture; all have the same. */
  static Batch of(String family) {
    try (SafetensorsFile file =
            SafetensorsFile.open(Fixtures.folder(family).resolve("expected.safetensors"));
        Scope scope = Scope.on(Device.cpu())) {
      long[] ids = Fixtures.tensor(scope, file, "input_ids").toLongArray();
      List<TokenizedExample> examples = new ArrayList<>();
      for (int row = 0; row < LENGTHS.length; row++) {
        int[] tokens =
            Arrays.stream(ids, row * 24, row * 24 + LENGTHS[row])
                .mapToInt(Math::toIntExact)
                .toArray();
        examples.add(new TokenizedExample(row, tokens, LENGTHS[row] - 3, false));
      }
      return Batch.of(examples);
    }
  }
}
