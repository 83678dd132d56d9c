package tunebench.model;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import tunebench.format.DType;
import tunebench.format.SafetensorsWriter;
import tunebench.format.TensorSpec;
import tunebench.llama.LanguageModel;
import tunebench.llama.Positions;
import tunebench.tensor.Dtype;
import tunebench.tensor.Scope;
import tunebench.tensor.Tensors;

/** A file of logits, to compare a model with another implementation of it. */
public final class LogitsFile {
  private LogitsFile() {}

  /**
   * Runs a model and writes {@code logits} [b, s, vocabulary] in float32. Tokens stand at positions
   * 0 to s - 1 whatever the mask, as in transformers; the logits at masked tokens mean nothing.
   *
   * @param scope on the model's device; nothing is left in it
   * @param ids token numbers [b, s], row by row
   * @param mask likewise: 0 for a token that none may see
   * @param rows b
   */
  public static void write(
      Path file, Scope scope, LanguageModel model, long[] ids, long[] mask, int rows)
      throws IOException {
    int s = ids.length / rows;
    long vocabulary = model.config().vocabSize();
    TensorSpec spec =
        new TensorSpec("logits", DType.F32, List.of((long) rows, (long) s, vocabulary));
    try (Scope work = scope.child();
        SafetensorsWriter writer = SafetensorsWriter.create(file, List.of(spec))) {
      Positions positions =
          Positions.of(
              work,
              model.config(),
              model.compute(),
              List.<long[]>of(LongStream.range(0, s).toArray()),
              keys(mask, rows, s));
      NDArray hidden = model.hidden(work, work.longs(ids, rows, s), positions);
      for (long row = 0; row < rows; row++) {
        // One row's logits at a time: all of them may be larger than the model.
        try (Scope step = work.child()) {
          long[] places = LongStream.range(row * s, (row + 1) * s).toArray();
          NDArray states = Tensors.rows(step, hidden, step.longs(places, s));
          NDArray logits = model.logits(step, states);
          writer.write("logits", Tensors.encode(step, logits, Dtype.FLOAT32).toByteBuffer());
        }
      }
      writer.finish();
    }
  }

  private static List<long[]> keys(long[] mask, int rows, int s) {
    List<long[]> keys = new ArrayList<>();
    for (int row = 0; row < rows; row++) {
      int from = row * s;
      keys.add(LongStream.range(0, s).map(i -> mask[from + (int) i] == 0 ? -1 : i).toArray());
    }
    return keys;
  }
}
