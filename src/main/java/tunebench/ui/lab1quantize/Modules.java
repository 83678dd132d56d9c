package tunebench.ui.lab1quantize;

import tunebench.protocol.ModelReply.ModuleNode;

/** Modules as a person thinks of them. */
final class Modules {
  private Modules() {}

  /** Its name; the layers, which are but numbered, as {@code layer 0}. */
  static String label(ModuleNode node) {
    return node.name().matches("\\d+") ? "layer " + node.name() : node.name();
  }

  /**
   * A module that holds one tensor and nothing else, such as {@code q_proj} with its {@code
   * weight}, as that tensor under the module's name; any other module as it is.
   */
  static ModuleNode bare(ModuleNode node) {
    if (node.children().size() != 1 || !node.children().getFirst().children().isEmpty()) {
      return node;
    }
    ModuleNode tensor = node.children().getFirst();
    return new ModuleNode(
        node.name(),
        tensor.path(),
        tensor.kind(),
        tensor.shape(),
        tensor.parameters(),
        tensor.bytes(),
        tensor.quantized(),
        tensor.children());
  }
}
