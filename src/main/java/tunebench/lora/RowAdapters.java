package tunebench.lora;

import ai.djl.ndarray.NDArray;
import java.util.List;
import tunebench.nn.Projection;

/**
 * Which adapter each row of a batch uses.
 *
 * @param batch rows of the batch
 * @param shares disjoint; rows of none use the base alone
 */
public record RowAdapters(int batch, List<Share> shares) {
  public RowAdapters {
    shares = List.copyOf(shares);
  }

  /**
   * One adapter's rows.
   *
   * @param rows their numbers [n] int64
   */
  public record Share(Adapter adapter, NDArray rows) {}

  /** The adapters in use. */
  public List<Adapter> adapters() {
    return shares.stream().map(Share::adapter).toList();
  }

  /** The projection with each adapter's update on its rows. */
  public Projection wrap(String path, Projection base) {
    List<RowProjection.Part> parts =
        shares.stream()
            .filter(share -> share.adapter.modules().containsKey(path))
            .map(
                share ->
                    new RowProjection.Part(
                        share.rows,
                        share.adapter.update(path).on(base, share.adapter.settings().dropout())))
            .toList();
    return parts.isEmpty() ? base : new RowProjection(base, batch, parts);
  }
}
