package tunebench.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads a {@link GgufModel}: metadata keys {@code ARCHITECTURE.*} and the shapes of tensors. */
final class GgufModelReader {
  private static final double DEFAULT_ROPE_BASE = 10_000;

  private final GgufFile file;
  private final GgufMetadata metadata;
  private final GgufFamily family;

  GgufModelReader(GgufFile file) {
    this.file = file;
    this.metadata = file.metadata();
    String name = metadata.requiredText("general.architecture");
    this.family =
        GgufFamily.named(name)
            .orElseThrow(
                () ->
                    file.complaint()
                        .because(
                            "its architecture is %s, and known are %s"
                                .formatted(Complaint.quoted(name), GgufFamily.supported())));
    if (metadata.whole("split.count").orElse(1) > 1) {
      throw file.complaint()
          .because("it is one of several parts (join them with llama-gguf-split --merge)");
    }
  }

  GgufModel read() {
    int heads = size("attention.head_count");
    int keyValueHeads = size("attention.head_count_kv", heads);
    int hidden = size("embedding_length");
    int headWidth = size("attention.key_length", hidden / heads);
    if (heads % keyValueHeads != 0 || headWidth == 0 || headWidth % 2 != 0) {
      throw file.complaint()
          .because(
              "%d heads of %d dimensions with %d key heads cannot be"
                  .formatted(heads, headWidth, keyValueHeads));
    }
    GgufTensor embedding = file.tensor("token_embd.weight");
    if (embedding.dimensions().size() != 2 || embedding.rowWeights() != hidden) {
      throw file.complaint()
          .tensor(
              embedding.name(),
              "has the shape %s, not one row of %d for each token"
                  .formatted(embedding.dimensions(), hidden));
    }
    return new GgufModel(
        family,
        (int) Math.min(Integer.MAX_VALUE, embedding.rows()),
        size("context_length"),
        size("block_count"),
        hidden,
        size("feed_forward_length"),
        heads,
        keyValueHeads,
        headWidth,
        metadata.requiredNumber(key("attention.layer_norm_rms_epsilon")),
        rope(headWidth),
        window(),
        metadata.number(key("rope.freq_base_swa")),
        metadata.number(key("attn_logit_softcapping")),
        metadata.number(key("final_logit_softcapping")),
        file.tensors().containsKey("blk.0.attn_q.bias"),
        !file.tensors().containsKey("output.weight"));
  }

  private OptionalInt window() {
    // Phi-4 says 0 for no window.
    String key = key("attention.sliding_window");
    return metadata.whole(key).orElse(0) == 0
        ? OptionalInt.empty()
        : OptionalInt.of(metadata.requiredSize(key));
  }

  private GgufRope rope(int headWidth) {
    double base = metadata.number(key("rope.freq_base")).orElse(DEFAULT_ROPE_BASE);
    int dimensions = size("rope.dimension_count", headWidth);
    if (dimensions > headWidth || dimensions % 2 != 0) {
      throw metadata.wrong(key("rope.dimension_count"), "even and within a head");
    }
    return new GgufRope(base, dimensions, scaling(base, dimensions));
  }

  private Optional<GgufRope.Scaling> scaling(double base, int dimensions) {
    if (file.tensors().containsKey("rope_freqs.weight")) {
      List<Double> divisors = factors("rope_freqs.weight", dimensions);
      // Divisors that LLaMA 3's formula does not explain are taken as they are.
      return GgufRope.llama3(divisors, base, dimensions).or(() -> Optional.of(asTheyAre(divisors)));
    }
    double factor = metadata.number(key("rope.scaling.factor")).orElse(1);
    int original = size("rope.scaling.original_context_length", size("context_length"));
    if (file.tensors().containsKey("rope_factors_short.weight")) {
      return Optional.of(
          new GgufRope.Scaling.PerFrequency(
              factors("rope_factors_short.weight", dimensions),
              factors("rope_factors_long.weight", dimensions),
              original));
    }
    String type = metadata.text(key("rope.scaling.type")).orElse("none");
    return switch (type) {
      case "none" -> Optional.empty();
      case "linear" -> Optional.of(new GgufRope.Scaling.Linear(factor));
      case "yarn" -> Optional.of(new GgufRope.Scaling.Yarn(factor, original));
      default -> throw metadata.wrong(key("rope.scaling.type"), "none, linear or yarn");
    };
  }

  private GgufRope.Scaling asTheyAre(List<Double> divisors) {
    return new GgufRope.Scaling.PerFrequency(divisors, divisors, size("context_length"));
  }

  private List<Double> factors(String name, int dimensions) {
    GgufTensor tensor = file.tensor(name);
    if (tensor.length() != 4L * dimensions / 2 || tensor.type() != GgufType.F32) {
      throw file.complaint().tensor(name, "is no list of %d floats".formatted(dimensions / 2));
    }
    List<Double> factors = new ArrayList<>();
    for (float factor : GgufBlocks.decode(GgufType.F32, file.bytes(tensor))) {
      factors.add(GgufMetadata.decimal(factor));
    }
    return factors;
  }

  private String key(String rest) {
    return family.architecture() + "." + rest;
  }

  private int size(String rest) {
    return metadata.requiredSize(key(rest));
  }

  private int size(String rest, int absent) {
    return metadata.values().containsKey(key(rest)) ? size(rest) : absent;
  }
}
