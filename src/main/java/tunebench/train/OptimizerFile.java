package tunebench.train;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tunebench.BadInputException;
import tunebench.format.DType;
import tunebench.format.SafetensorsFile;
import tunebench.format.SafetensorsWriter;
import tunebench.format.TensorSpec;
import tunebench.tensor.Dtype;
import tunebench.tensor.Scope;
import tunebench.tensor.Tensors;

/**
 * AdamW's moments as a safetensors file: tensors {@code first.N} and {@code second.N} in the order
 * in which the optimizer holds them, and the number of updates made as metadata.
 */
final class OptimizerFile {
  private static final String STEPS = "steps";

  private OptimizerFile() {}

  static void write(Path file, Scope scope, int steps, List<NDArray> first, List<NDArray> second)
      throws IOException {
    Map<String, NDArray> tensors = new LinkedHashMap<>();
    for (int i = 0; i < first.size(); i++) {
      tensors.put("first." + i, first.get(i));
      tensors.put("second." + i, second.get(i));
    }
    List<TensorSpec> specs = new ArrayList<>();
    tensors.forEach(
        (name, array) ->
            specs.add(
                new TensorSpec(
                    name, DType.F32, Arrays.stream(array.getShape().getShape()).boxed().toList())));
    try (SafetensorsWriter writer =
            SafetensorsWriter.create(file, specs, Map.of(STEPS, Integer.toString(steps)));
        Scope work = scope.child()) {
      for (Map.Entry<String, NDArray> entry : tensors.entrySet()) {
        writer.write(
            entry.getKey(), Tensors.encode(work, entry.getValue(), Dtype.FLOAT32).toByteBuffer());
      }
      writer.finish();
    }
  }

  /** Reads the moments into {@code scope}, in place of those given. Returns the updates made. */
  static int read(Path file, Scope scope, List<List<NDArray>> first, List<List<NDArray>> second) {
    try (SafetensorsFile source = SafetensorsFile.open(file)) {
      replace(scope, source, "first.", first);
      replace(scope, source, "second.", second);
      return Integer.parseInt(source.metadata().getOrDefault(STEPS, "?"));
    } catch (NumberFormatException e) {
      throw new BadInputException(file + " does not say how many updates were made.", e);
    }
  }

  private static void replace(
      Scope scope, SafetensorsFile source, String prefix, List<List<NDArray>> groups) {
    int number = 0;
    for (List<NDArray> group : groups) {
      for (int i = 0; i < group.size(); i++) {
        String name = prefix + number++;
        long[] shape = source.info(name).shape();
        if (!Arrays.equals(shape, group.get(i).getShape().getShape())) {
          throw new BadInputException(
              "The optimizer's %s has shape %s, which does not fit this adapter."
                  .formatted(name, Arrays.toString(shape)));
        }
        group.get(i).close();
        group.set(i, read(scope, source, name, shape));
      }
    }
  }

  private static NDArray read(Scope scope, SafetensorsFile source, String name, long... shape) {
    try (Scope step = scope.child()) {
      NDArray raw = step.bytes(source.buffer(name), source.info(name).length());
      return Tensors.decode(scope, raw, Dtype.FLOAT32, Dtype.FLOAT32, shape);
    }
  }
}
