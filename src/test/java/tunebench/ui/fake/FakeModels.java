package tunebench.ui.fake;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import tunebench.protocol.ModelReply.Cut;
import tunebench.protocol.ModelReply.ErrorGrid;
import tunebench.protocol.ModelReply.Footprint;
import tunebench.protocol.ModelReply.FootprintTable;
import tunebench.protocol.ModelReply.ModelInfo;
import tunebench.protocol.ModelReply.ModelTree;
import tunebench.protocol.ModelReply.ModuleNode;
import tunebench.protocol.ModelReply.QuantizationError;
import tunebench.protocol.ModelReply.QuantizationTable;
import tunebench.protocol.ModelReply.Tokenizer;
import tunebench.protocol.ModelReply.TokenizerTable;
import tunebench.protocol.ModelReply.WeightHistogram;

/** Two models: the one that ships, and Llama-3.1-8B from its config alone. */
public final class FakeModels {
  public static final List<String> FORMATS =
      List.of("fp32", "bf16", "int8", "nf4", "nf4-double", "nf4-all", "fp4", "fp4-double");
  public static final ModelInfo BASE =
      new ModelInfo(
          "/opt/tunebench/models/tunebench-base",
          "tunebench-base",
          "LLAMA",
          5_330_944L,
          6,
          256,
          704,
          3531,
          8,
          4,
          512,
          true,
          10_667_928L);
  public static final ModelInfo LLAMA =
      new ModelInfo(
          "/models/Llama-3.1-8B",
          "Llama-3.1-8B",
          "LLAMA",
          8_030_261_248L,
          32,
          4096,
          14336,
          128_256,
          32,
          8,
          131_072,
          false,
          0);

  private FakeModels() {}

  static ModelInfo find(String folder) {
    return folder.equals(LLAMA.folder()) ? LLAMA : BASE;
  }

  static ModelTree tree(String folder, String format) {
    ModelInfo m = find(folder);
    long width = m.hiddenSize();
    long keys = width / m.heads() * m.keyValueHeads();
    List<ModuleNode> layers = new ArrayList<>();
    for (int i = 0; i < m.layers(); i++) {
      String at = "model.layers." + i + ".";
      layers.add(
          node(
              "layers." + i,
              at,
              "decoder layer",
              List.of(
                  node(
                      "self_attn",
                      at + "self_attn",
                      "attention",
                      List.of(
                          matrix("q_proj", at + "self_attn.", width, width, format),
                          matrix("k_proj", at + "self_attn.", keys, width, format),
                          matrix("v_proj", at + "self_attn.", keys, width, format),
                          matrix("o_proj", at + "self_attn.", width, width, format))),
                  node(
                      "mlp",
                      at + "mlp",
                      "gated MLP",
                      List.of(
                          matrix("gate_proj", at + "mlp.", m.intermediateSize(), width, format),
                          matrix("up_proj", at + "mlp.", m.intermediateSize(), width, format),
                          matrix("down_proj", at + "mlp.", width, m.intermediateSize(), format))),
                  norm("input_layernorm", at, width),
                  norm("post_attention_layernorm", at, width))));
    }
    List<ModuleNode> all = new ArrayList<>();
    all.add(matrix("embed_tokens", "model.", m.vocabSize(), width, "bf16"));
    all.add(node("layers", "model.layers", "list", layers));
    all.add(norm("norm", "model.", width));
    // As the service has it: tensors are leaves below their modules.
    return new ModelTree(node("model", "model", "module", all));
  }

  private static ModuleNode node(String name, String path, String kind, List<ModuleNode> children) {
    return new ModuleNode(
        name,
        path,
        kind,
        List.of(),
        children.stream().mapToLong(ModuleNode::parameters).sum(),
        children.stream().mapToLong(ModuleNode::bytes).sum(),
        false,
        children);
  }

  private static ModuleNode matrix(String name, String at, long out, long in, String format) {
    double each = format.startsWith("nf4") ? 0.52 : format.equals("int8") ? 1 : 2;
    var tensor =
        new ModuleNode(
            "weight",
            at + name + ".weight",
            "linear",
            List.of(out, in),
            out * in,
            Math.round(out * in * each),
            !format.equals("bf16"),
            List.of());
    return node(name, at + name, "module", List.of(tensor));
  }

  private static ModuleNode norm(String name, String at, long width) {
    var tensor =
        new ModuleNode(
            "weight",
            at + name + ".weight",
            "norm",
            List.of(width),
            width,
            2 * width,
            false,
            List.of());
    return node(name, at + name, "module", List.of(tensor));
  }

  static FootprintTable footprints(String folder, int rank, List<String> targets) {
    ModelInfo m = find(folder);
    long width = m.hiddenSize();
    long keys = width / m.heads() * m.keyValueHeads();
    long linear =
        m.layers() * (2 * width * width + 2 * keys * width + 3 * width * m.intermediateSize());
    long rest = m.parameters() - linear;
    long adapter = 0;
    for (String target : targets) {
      long out = target.startsWith("k") || target.startsWith("v") ? keys : width;
      adapter += 4L * m.layers() * rank * (width + out);
    }
    List<Footprint> rows = new ArrayList<>();
    for (String format : FORMATS) {
      long codes =
          switch (format) {
            case "fp32" -> 4 * linear;
            case "bf16" -> 2 * linear;
            case "int8" -> linear;
            case "nf4-all" -> m.parameters() / 2;
            default -> linear / 2;
          };
      long blocks = (format.equals("nf4-all") ? m.parameters() : linear) / 64;
      long constants =
          format.contains("f4")
              ? format.equals("nf4") || format.equals("fp4") ? 4 * blocks : blocks + blocks / 64
              : 0;
      long plain = format.equals("fp32") ? 4 * rest : format.equals("nf4-all") ? 0 : 2 * rest;
      rows.add(
          new Footprint(
              format,
              codes,
              constants,
              plain,
              adapter,
              codes + constants + plain + adapter,
              codes + plain + adapter));
    }
    return new FootprintTable(rows);
  }

  static WeightHistogram histogram(String tensor, int bins) {
    Random random = new Random(tensor.hashCode());
    double low = -0.09;
    double width = 0.18 / bins;
    Long[] counts = new Long[bins];
    Arrays.fill(counts, 0L);
    for (int i = 0; i < 65_536; i++) {
      int bin = (int) ((random.nextGaussian() * 0.021 - low) / width);
      if (bin >= 0 && bin < bins) {
        counts[bin]++;
      }
    }
    double[] book = {
      -1, -0.696, -0.525, -0.395, -0.284, -0.185, -0.091, 0, 0.08, 0.161, 0.246, 0.338, 0.441,
      0.563, 0.723, 1
    };
    List<Double> levels = new ArrayList<>();
    for (double level : book) {
      levels.add(level * 0.052);
    }
    return new WeightHistogram(
        tensor, List.of(256L, 256L), low, -low, List.of(counts), 0.0001, 0.021, 0.084, levels);
  }

  static ErrorGrid errorMap(String tensor, String format, int rows, int columns) {
    Random random = new Random(tensor.hashCode() ^ format.hashCode());
    double size = format.equals("int8") ? 0.0002 : format.equals("nf4") ? 0.002 : 0.0025;
    List<Double> cells = new ArrayList<>();
    for (int i = 0; i < rows * columns; i++) {
      cells.add(size * (0.6 + 0.5 * random.nextDouble() + (i / columns % 9 == 0 ? 0.3 : 0)));
    }
    List<Double> levels = new ArrayList<>();
    for (int i = -7; i <= 7 && !format.equals("int8"); i++) {
      levels.add(0.052 * (format.equals("int4") ? i / 7.0 : Math.signum(i) * i * i / 49.0));
    }
    return new ErrorGrid(tensor, format, rows, columns, cells, levels);
  }

  static QuantizationTable errors(String tensor) {
    return new QuantizationTable(
        tensor,
        List.of(
            new QuantizationError("int8", 8.13, 0.000212, 0.0008, 39.9),
            new QuantizationError("nf4", 4.5, 0.00198, 0.0082, 20.5),
            new QuantizationError("nf4-double", 4.127, 0.00199, 0.0083, 20.4),
            new QuantizationError("fp4", 4.5, 0.00262, 0.0121, 18.1),
            new QuantizationError("int4", 4.5, 0.00229, 0.0079, 19.2)));
  }

  static TokenizerTable tokenizers(List<String> folders, List<String> texts) {
    List<Tokenizer> rows = new ArrayList<>();
    for (String folder : folders) {
      ModelInfo m = find(folder);
      boolean digits = folder.contains("Qwen");
      List<Cut> cuts = new ArrayList<>();
      for (String text : texts) {
        List<String> pieces = new ArrayList<>();
        int step = digits ? 1 : 3;
        for (int i = 0; i < text.length(); i += step) {
          pieces.add(text.substring(i, Math.min(text.length(), i + step)));
        }
        cuts.add(new Cut(text, pieces.stream().map(String::hashCode).toList(), pieces));
      }
      rows.add(new Tokenizer(folder, m.name(), m.vocabSize(), digits ? 10 : 1000, cuts));
    }
    return new TokenizerTable(rows);
  }
}
