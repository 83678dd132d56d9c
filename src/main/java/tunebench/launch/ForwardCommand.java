package tunebench.launch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tunebench.BadInputException;
import tunebench.format.SafetensorsFile;
import tunebench.format.TensorInfo;
import tunebench.model.LogitsFile;
import tunebench.quant.Quantization;

/** {@code forward}: the logits of given tokens, to compare with another implementation's. */
@Command(
    name = "forward",
    description = "Run a model on input_ids and attention_mask and write its logits.",
    mixinStandardHelpOptions = true)
final class ForwardCommand implements Callable<Integer> {
  private static final int MOST_AXES = 2;

  @Mixin private ModelOptions model = new ModelOptions();

  @Option(
      names = "--input",
      required = true,
      paramLabel = "FILE",
      description =
          "Safetensors with input_ids [b, s] and, where rows are padded on any side,"
              + " attention_mask [b, s]; int64 or int32.")
  private Path input = Path.of("");

  @Option(
      names = "--output",
      required = true,
      paramLabel = "FILE",
      description = "Safetensors to write: logits [b, s, vocabulary] in float32.")
  private Path output = Path.of("");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    try (SafetensorsFile file = SafetensorsFile.open(input)) {
      TensorInfo info = file.info("input_ids");
      long[] shape = shape(info);
      long[] ids = whole(file, info);
      long[] mask = mask(file, shape, ids.length);
      try (ModelOptions.Opened open = model.openExact(Quantization.FP32)) {
        check(ids, open.model().config().vocabSize());
        LogitsFile.write(
            output, open.base().scope(), open.model(), ids, mask, Math.toIntExact(shape[0]));
      }
    }
    spec.commandLine().getOut().println("logits in " + output);
    return 0;
  }

  private long[] shape(TensorInfo info) {
    if (info.dimensions().size() != MOST_AXES || info.elements() == 0) {
      throw new BadInputException(
          "%s: %s has shape %s; give it two axes, rows and tokens."
              .formatted(input, info.name(), info.dimensions()));
    }
    return info.shape();
  }

  private long[] mask(SafetensorsFile file, long[] shape, int count) {
    if (!file.names().contains("attention_mask")) {
      long[] all = new long[count];
      Arrays.fill(all, 1);
      return all;
    }
    TensorInfo info = file.info("attention_mask");
    if (!Arrays.equals(shape(info), shape)) {
      throw new BadInputException(
          "%s: attention_mask has shape %s, input_ids %s; make them the same."
              .formatted(input, info.dimensions(), Arrays.toString(shape)));
    }
    return whole(file, info);
  }

  private long[] whole(SafetensorsFile file, TensorInfo info) {
    ByteBuffer bytes = file.buffer(info.name());
    long[] values = new long[Math.toIntExact(info.elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (info.dtype()) {
            case I64 -> bytes.getLong();
            case I32 -> bytes.getInt();
            default ->
                throw new BadInputException(
                    "%s: %s is %s; store it as I64 or I32."
                        .formatted(input, info.name(), info.dtype()));
          };
    }
    return values;
  }

  private void check(long[] ids, int vocabulary) {
    for (long id : ids) {
      if (id < 0 || id >= vocabulary) {
        throw new BadInputException(
            "%s: input_ids holds %d, but the model's tokens are 0 to %d."
                .formatted(input, id, vocabulary - 1));
      }
    }
  }
}
