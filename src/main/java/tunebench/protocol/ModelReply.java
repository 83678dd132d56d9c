package tunebench.protocol;

import java.util.List;

/** Answers about models. */
public sealed interface ModelReply extends Reply {

  /** Models that can be opened. */
  record ModelList(List<ModelInfo> models) implements ModelReply {}

  /**
   * A model's numbers.
   *
   * @param name last part of the folder
   * @param family such as {@code LLAMA}
   * @param heads of attention
   * @param keyValueHeads shared by them
   * @param context most tokens that it was made for, 0 where its config does not say
   * @param tied whether the output layer is the embedding
   * @param weightBytes of the files, 0 where there are none
   */
  record ModelInfo(
      String folder,
      String name,
      String family,
      long parameters,
      int layers,
      int hiddenSize,
      int intermediateSize,
      int vocabSize,
      int heads,
      int keyValueHeads,
      int context,
      boolean tied,
      long weightBytes)
      implements ModelReply {}

  /** A model's modules. */
  record ModelTree(ModuleNode root) implements ModelReply {}

  /**
   * A module or, without children, a tensor.
   *
   * @param name within its parent
   * @param path of the whole, a tensor's name at the leaves
   * @param kind such as {@code decoder layer}, {@code linear}, {@code norm}, {@code embedding}
   * @param shape of a tensor, else empty
   * @param parameters in it and below
   * @param bytes of these in the format asked for
   * @param quantized whether the format applies to it
   */
  record ModuleNode(
      String name,
      String path,
      String kind,
      List<Long> shape,
      long parameters,
      long bytes,
      boolean quantized,
      List<ModuleNode> children) {}

  /** Memory by format, as computed. */
  record FootprintTable(List<Footprint> rows) implements ModelReply {}

  /**
   * A model's memory in one format, in bytes.
   *
   * @param quantization the format
   * @param weightBytes codes of the quantized weights, or the linear layers where there are none
   * @param constantBytes scales, which the course's figure leaves out
   * @param unquantizedBytes embedding, output layer, norms
   * @param adapterBytes of the adapter asked about
   * @param totalBytes the sum of the four
   * @param courseBytes what {@code get_memory_footprint} prints: the total less the constants
   */
  record Footprint(
      String quantization,
      long weightBytes,
      long constantBytes,
      long unquantizedBytes,
      long adapterBytes,
      long totalBytes,
      long courseBytes) {}

  /**
   * How values are spread.
   *
   * @param low lower edge of the first bin
   * @param high upper edge of the last
   * @param counts per bin
   * @param levels values that NF4 can take for this tensor's typical block, for marks on the chart
   */
  record WeightHistogram(
      String tensor,
      List<Long> shape,
      double low,
      double high,
      List<Long> counts,
      double mean,
      double deviation,
      double largest,
      List<Double> levels)
      implements ModelReply {}

  /** What formats do to a tensor. */
  record QuantizationTable(String tensor, List<QuantizationError> rows) implements ModelReply {}

  /**
   * The difference between a tensor and what a format keeps of it.
   *
   * @param bitsPerWeight with scales
   * @param rmse root mean squared difference
   * @param largest largest difference
   * @param signalToNoise in decibels
   */
  record QuantizationError(
      String quantization,
      double bitsPerWeight,
      double rmse,
      double largest,
      double signalToNoise) {}

  /**
   * A format's error over a matrix as a grid.
   *
   * @param cells root mean squared difference in each cell, row by row
   * @param levels the format's values in a typical block; empty where it has too many to draw
   */
  record ErrorGrid(
      String tensor,
      String quantization,
      int rows,
      int columns,
      List<Double> cells,
      List<Double> levels)
      implements ModelReply {}

  /** Tokenizers side by side. */
  record TokenizerTable(List<Tokenizer> tokenizers) implements ModelReply {}

  /**
   * One tokenizer.
   *
   * @param singleTokenPrices how many of the numbers 0 to 999 are one token behind {@code Price is
   *     $}
   * @param cuts of the texts asked about, in their order
   */
  record Tokenizer(
      String folder, String name, int vocabSize, int singleTokenPrices, List<Cut> cuts) {}

  /**
   * A text's tokens.
   *
   * @param pieces the text of each
   */
  record Cut(String text, List<Integer> ids, List<String> pieces) {}

  /**
   * What a run will take on its device.
   *
   * @param items in the order in which they are taken
   * @param totalBytes their sum, after the correction
   * @param freeBytes of the device now
   * @param correction factor that earlier runs' measurements taught; 1 before the first
   * @param advice smallest changes first that would make it fit; empty when it does
   */
  record MemoryPlan(
      String device,
      List<MemoryItem> items,
      long totalBytes,
      long freeBytes,
      boolean fits,
      double correction,
      List<MemoryAdvice> advice)
      implements ModelReply {}

  /**
   * One part of the plan.
   *
   * @param name {@code weights}, {@code adapter}, {@code gradients}, {@code optimizer}, {@code
   *     activations}, {@code logits} or {@code context}
   * @param why how it is reckoned, for people
   */
  record MemoryItem(String name, long bytes, String why) {}

  /**
   * A change that makes a run smaller.
   *
   * @param setting dotted name, such as {@code training.batch}
   * @param from its value now
   * @param to the value that is proposed
   * @param freesBytes what that frees
   * @param fits whether it is enough alone
   */
  record MemoryAdvice(String setting, String from, String to, long freesBytes, boolean fits) {}

  /** Adapters that can be used. */
  record AdapterList(List<AdapterInfo> adapters) implements ModelReply {}

  /**
   * An adapter, of a run or imported.
   *
   * @param id of the run that made it, or of the import
   * @param baseModel that it names
   * @param bytes on disk
   */
  record AdapterInfo(
      String id,
      String name,
      String folder,
      String baseModel,
      int rank,
      double alpha,
      List<String> targets,
      long parameters,
      long bytes,
      boolean imported)
      implements ModelReply {}

  /** What {@link Task.Export} can write. */
  record ExportFormats(List<ExportFormat> formats) implements ModelReply {}

  /**
   * One of them.
   *
   * @param name for {@link Task.Export}
   * @param words for people
   * @param adapter {@code needed}, {@code merged} in where one is given, or {@code none}
   * @param folder whether a folder is written; else a file
   */
  record ExportFormat(String name, String words, String adapter, boolean folder) {}

  /**
   * How an export prices the same rows as what it was made from.
   *
   * @param reference what that is, in words
   * @param meanDistance mean total variation distance of the prices' distributions, 0 to 1
   * @param limit that it may reach
   * @param referenceMae in dollars
   * @param exportMae in dollars
   * @param sentence all of it for people
   */
  record Parity(
      String reference,
      int rows,
      double meanDistance,
      double largestDistance,
      double limit,
      double referenceMae,
      double exportMae,
      boolean passed,
      String sentence) {}
}
