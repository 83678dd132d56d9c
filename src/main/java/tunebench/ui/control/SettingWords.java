package tunebench.ui.control;

import java.util.Map;

/** A run's settings in the words of the forms; the record names them by dotted paths. */
public final class SettingWords {
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("adapter.rank", "Rank"),
          Map.entry("adapter.alpha", "Alpha"),
          Map.entry("adapter.dropout", "Dropout"),
          Map.entry("adapter.targets", "Adapted modules"),
          Map.entry("adapter.rankStabilised", "Rank-stabilised"),
          Map.entry("model.folder", "Model folder"),
          Map.entry("model.quantization", "Format"),
          Map.entry("model.device", "Device"),
          Map.entry("data.dataset", "Dataset"),
          Map.entry("data.template", "Prompt"),
          Map.entry("data.train", "Training rows"),
          Map.entry("data.validation", "Validation rows"),
          Map.entry("data.test", "Test rows"),
          Map.entry("data.seed", "Seed of the split"),
          Map.entry("training.epochs", "Epochs"),
          Map.entry("training.batch", "Batch"),
          Map.entry("training.accumulation", "Accumulation"),
          Map.entry("training.learningRate", "Learning rate"),
          Map.entry("training.warmupRatio", "Warm-up"),
          Map.entry("training.weightDecay", "Weight decay"),
          Map.entry("training.maxGradientNorm", "Gradient limit"),
          Map.entry("training.maxTokens", "Longest row"),
          Map.entry("training.dropLong", "Leave out long rows"),
          Map.entry("training.trainOnEnd", "Learn the end token"),
          Map.entry("training.groupByLength", "Group by length"),
          Map.entry("training.checkpointing", "Recompute activations"),
          Map.entry("training.maxSteps", "Most steps"),
          Map.entry("training.seed", "Seed"),
          Map.entry("tracking.trackers", "Told to"),
          Map.entry("tracking.hub", "To the Hub"),
          Map.entry("saving.every", "Save every"),
          Map.entry("saving.keep", "Keep"),
          Map.entry("saving.evaluateEvery", "Judge every"),
          Map.entry("saving.evaluateRows", "Judge on"),
          Map.entry("saving.patience", "Patience"),
          Map.entry("saving.watchdogLoss", "Loss alarm"),
          Map.entry("saving.watchdogSteps", "Steps to the alarm"),
          Map.entry("decoder.kind", "Decoder"),
          Map.entry("decoder.topK", "Top k"),
          Map.entry("adapter", "Adapter"),
          Map.entry("name", "Name"),
          Map.entry("made from.adapterHash", "Adapter file"),
          Map.entry("made from.modelHash", "Model files"),
          Map.entry("made from.datasetHash", "Data file"),
          Map.entry("checkpoint", "Checkpoint"),
          Map.entry("part", "Part"),
          Map.entry("rows", "Rows"));

  private SettingWords() {}

  /** The form's word for a dotted name; the name itself where no form has it. */
  public static String name(String dotted) {
    return NAMES.getOrDefault(dotted, dotted);
  }

  /** A value of a setting in the words of its form: {@code NF4 double} for {@code nf4-double}. */
  public static String value(String dotted, String raw) {
    return switch (dotted) {
      case "model.quantization" -> Formats.name(raw);
      case "decoder.kind" -> Decoders.name(raw);
      case "data.template" -> Prompts.name(raw);
      case "adapter.targets" -> raw.replace("_proj", "").replace(",", ", ");
      case "part", "checkpoint" -> Show.sentence(raw);
      default -> value(raw);
    };
  }

  /** A value as a person would write it: {@code 64} for 64.0, {@code 1e-4} for 1.0E-4. */
  public static String value(String raw) {
    return switch (raw) {
      case "" -> "–";
      case "true" -> "yes";
      case "false" -> "no";
      // Hashes are told apart by how they begin.
      default ->
          raw.matches("[0-9a-f]{40,}")
              ? raw.substring(0, 12) + "…"
              : raw.matches("-?\\d+\\.\\d+(E-?\\d+)?") ? number(raw) : raw;
    };
  }

  private static String number(String raw) {
    return raw.replaceFirst("\\.0(?=E|$)", "").replace('E', 'e');
  }
}
