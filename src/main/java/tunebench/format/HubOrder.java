package tunebench.format;

/** Where GGUF's values are not the Hub's, by the Hub's names. */
final class HubOrder {
  private HubOrder() {}

  /** Whether the tensor's rows lie in another order: see {@link RotaryRows}. */
  static boolean paired(GgufModel model, String name) {
    return model.family().pairsRotaryRows()
        && (name.contains(".q_proj.") || name.contains(".k_proj."));
  }

  /** Whether GGUF has each value one higher. */
  static boolean oneAdded(GgufModel model, String name) {
    return model.family().addsOneToNorms() && name.endsWith("norm.weight");
  }
}
