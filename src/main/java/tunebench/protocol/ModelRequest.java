package tunebench.protocol;

import java.util.List;
import tunebench.run.TrainSpec;

/** About models; none of these loads one as a whole. */
public sealed interface ModelRequest<R extends Reply> extends Request<R> {

  /** The models that the service knows of: bundled, used before, or in the home folder. */
  record Models() implements ModelRequest<ModelReply.ModelList> {}

  /** One model's numbers. */
  record Describe(String folder) implements ModelRequest<ModelReply.ModelInfo> {}

  /** Its modules as a tree, with shapes and parameters, from its config alone. */
  record Tree(String folder, String quantization) implements ModelRequest<ModelReply.ModelTree> {}

  /**
   * Its memory in several formats, computed from its config.
   *
   * @param quantizations empty for all
   * @param rank of an adapter on {@code targets} that is counted too; 0 for none
   */
  record Footprints(String folder, List<String> quantizations, int rank, List<String> targets)
      implements ModelRequest<ModelReply.FootprintTable> {}

  /**
   * How the values of one tensor are spread.
   *
   * @param tensor its name, as in the tree
   * @param bins of equal width
   */
  record Histogram(String folder, String tensor, int bins)
      implements ModelRequest<ModelReply.WeightHistogram> {}

  /** What each format does to one tensor. */
  record QuantizationErrors(String folder, String tensor)
      implements ModelRequest<ModelReply.QuantizationTable> {}

  /**
   * Where in one matrix a format errs.
   *
   * @param quantization a format, or {@code int4} for evenly spaced levels
   * @param rows of the grid, at most 512 and at most the matrix's
   * @param columns likewise
   */
  record ErrorMap(String folder, String tensor, String quantization, int rows, int columns)
      implements ModelRequest<ModelReply.ErrorGrid> {}

  /**
   * How several models' tokenizers cut texts.
   *
   * @param texts such as {@code 999}
   */
  record CompareTokenizers(List<String> folders, List<String> texts)
      implements ModelRequest<ModelReply.TokenizerTable> {}

  /** The device memory that a training run will take, and what would make it smaller. */
  record PlanMemory(TrainSpec spec) implements ModelRequest<ModelReply.MemoryPlan> {}

  /** The adapters in the service's store. */
  record Adapters() implements ModelRequest<ModelReply.AdapterList> {}

  /** Takes a PEFT adapter folder into the store. */
  record ImportAdapter(String folder, String name)
      implements ModelRequest<ModelReply.AdapterInfo> {}

  /** Removes an imported adapter from the store. */
  record DeleteAdapter(String id) implements ModelRequest<Reply.Done> {}

  /** What {@link Task.Export} can write. */
  record ExportFormats() implements ModelRequest<ModelReply.ExportFormats> {}
}
