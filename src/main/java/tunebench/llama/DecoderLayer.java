package tunebench.llama;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tunebench.nn.Attention;
import tunebench.nn.Attention.Mode;
import tunebench.nn.Code;
import tunebench.nn.Function;
import tunebench.nn.GatedMlp;
import tunebench.nn.RmsNorm;

/**
 * One decoder layer: attention and feed-forward block, each behind a norm and added to the residual
 * stream. Compiled as one method per mode, on first use.
 */
public final class DecoderLayer {
  private final Attention attention;
  private final GatedMlp mlp;
  private final Norms norms;
  private final Map<Mode, Function> still = new EnumMap<>(Mode.class);
  private final Map<Mode, Function> training = new EnumMap<>(Mode.class);

  /** The norms before each block, and after each where the family has them (Gemma). */
  public record Norms(
      RmsNorm beforeAttention,
      @Nullable RmsNorm afterAttention,
      RmsNorm beforeMlp,
      @Nullable RmsNorm afterMlp) {}

  DecoderLayer(Attention attention, GatedMlp mlp, Norms norms) {
    this.attention = attention;
    this.mlp = mlp;
    this.norms = norms;
  }

  /**
   * The layer as a function of x [b, s, hidden] and the mode's further inputs; returns y [b, s,
   * hidden], and in mode CACHED all keys and values [b, kv, past + s, d] too.
   *
   * @param dropout whether adapters drop inputs, as in training
   */
  public synchronized Function function(Mode mode, boolean dropout) {
    return (dropout ? training : still).computeIfAbsent(mode, m -> compile(m, dropout));
  }

  private Function compile(Mode mode, boolean dropout) {
    Code code = new Code(dropout);
    String x = code.input(0);
    Attention.Result mixed = attention.emit(code, norms.beforeAttention.emit(code, x), mode);
    String middle = add(code, x, mixed.y(), norms.afterAttention);
    String fed = mlp.emit(code, norms.beforeMlp.emit(code, middle));
    String y = add(code, middle, fed, norms.afterMlp);
    return mode == Mode.CACHED ? code.finish(y, mixed.keys(), mixed.values()) : code.finish(y);
  }

  private static String add(Code code, String stream, String change, @Nullable RmsNorm norm) {
    String normed = norm == null ? change : norm.emit(code, change);
    return code.let("torch.add%s(%s, %s)".formatted(code.training() ? "" : "_", normed, stream));
  }
}
