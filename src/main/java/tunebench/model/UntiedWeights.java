package tunebench.model;

import java.lang.foreign.MemorySegment;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import tunebench.format.TensorInfo;
import tunebench.format.TensorSource;

/**
 * A checkpoint whose output layer is its embedding, shown with an output layer of its own: an
 * adapter that changes one of the two parts them.
 */
final class UntiedWeights implements TensorSource {
  static final String OUTPUT = "lm_head.weight";
  private static final String EMBEDDING = "model.embed_tokens.weight";

  private final TensorSource tied;
  private final Set<String> names;

  /**
   * Shows a checkpoint.
   *
   * @param tied closed with this
   */
  UntiedWeights(TensorSource tied) {
    this.tied = tied;
    Set<String> all = new LinkedHashSet<>(tied.names());
    all.add(OUTPUT);
    this.names = Collections.unmodifiableSet(all);
  }

  @Override
  public Set<String> names() {
    return names;
  }

  @Override
  public TensorInfo info(String name) {
    TensorInfo info = tied.info(stored(name));
    return new TensorInfo(name, info.dtype(), info.dimensions(), info.offset(), info.length());
  }

  @Override
  public MemorySegment bytes(String name) {
    return tied.bytes(stored(name));
  }

  @Override
  public MemorySegment bytes(String name, long fromRow, long rows) {
    return tied.bytes(stored(name), fromRow, rows);
  }

  @Override
  public String file(String name) {
    return tied.file(stored(name));
  }

  @Override
  public boolean isWide(String name) {
    return tied.isWide(stored(name));
  }

  private static String stored(String name) {
    return name.equals(OUTPUT) ? EMBEDDING : name;
  }

  @Override
  public void close() {
    tied.close();
  }
}
