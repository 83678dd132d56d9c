package tunebench.service.work;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tunebench.BadInputException;
import tunebench.format.GgufType;
import tunebench.protocol.ModelReply;
import tunebench.quant.Quantization;

/** What models and adapters can be written as, for other programs. */
enum ExportFormat {
  PEFT("adapter folder for PEFT", Adapter.NEEDED, null, null),
  GGUF_F32("GGUF file for llama.cpp, 32 bits", Adapter.MERGED, GgufType.F32, null),
  GGUF_F16("GGUF file for llama.cpp, 16 bits", Adapter.MERGED, GgufType.F16, null),
  GGUF_BF16("GGUF file for llama.cpp, bfloat16", Adapter.MERGED, GgufType.BF16, null),
  GGUF_Q8_0("GGUF file for llama.cpp, 8 bits", Adapter.MERGED, GgufType.Q8_0, null),
  GGUF_Q4_0("GGUF file for llama.cpp, 4 bits", Adapter.MERGED, GgufType.Q4_0, null),
  GGUF_LORA("adapter alone as a GGUF file", Adapter.NEEDED, GgufType.F16, null),
  OLLAMA("folder for Ollama: Modelfile and GGUF in Q8_0", Adapter.MERGED, null, null),
  BITSANDBYTES_NF4("folder for bitsandbytes, NF4", Adapter.NONE, null, Quantization.NF4),
  BITSANDBYTES_NF4_DOUBLE(
      "folder for bitsandbytes, NF4 doubly quantized", Adapter.NONE, null, Quantization.NF4_DOUBLE),
  BITSANDBYTES_FP4("folder for bitsandbytes, FP4", Adapter.NONE, null, Quantization.FP4),
  BITSANDBYTES_FP4_DOUBLE(
      "folder for bitsandbytes, FP4 doubly quantized", Adapter.NONE, null, Quantization.FP4_DOUBLE),
  BITSANDBYTES_INT8("folder for bitsandbytes, LLM.int8", Adapter.NONE, null, Quantization.INT8);

  /** What an adapter is to a format. */
  enum Adapter {
    NEEDED,
    MERGED,
    NONE
  }

  private final String words;
  private final Adapter adapter;
  private final @Nullable GgufType gguf;
  private final @Nullable Quantization kind;

  ExportFormat(
      String words, Adapter adapter, @Nullable GgufType gguf, @Nullable Quantization kind) {
    this.words = words;
    this.adapter = adapter;
    this.gguf = gguf;
    this.kind = kind;
  }

  /**
   * The one of that name.
   *
   * @throws BadInputException if there is none
   */
  static ExportFormat of(String name) {
    String full = name.equals("gguf") ? "gguf-f16" : name;
    return Arrays.stream(values())
        .filter(format -> format.label().equals(full))
        .findFirst()
        .orElseThrow(
            () ->
                new BadInputException(
                    "There is no export format \"%s\"; choose one of %s."
                        .formatted(
                            name,
                            Arrays.stream(values())
                                .map(ExportFormat::label)
                                .collect(Collectors.joining(", ")))));
  }

  /** Its name, such as {@code gguf-q8_0}. */
  String label() {
    return name().toLowerCase(Locale.ROOT).replaceFirst("_", "-").replace("_double", "-double");
  }

  Adapter adapter() {
    return adapter;
  }

  @Nullable GgufType gguf() {
    return gguf;
  }

  @Nullable Quantization kind() {
    return kind;
  }

  ModelReply.ExportFormat told() {
    return new ModelReply.ExportFormat(
        label(), words, adapter.name().toLowerCase(Locale.ROOT), gguf == null);
  }
}
