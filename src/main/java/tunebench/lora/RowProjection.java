package tunebench.lora;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tunebench.nn.Code;
import tunebench.nn.Projection;

/**
 * A projection of x [batch, s, in] whose rows have adapters of their own. The base is computed once
 * for all rows.
 *
 * @param batch rows of x
 */
record RowProjection(Projection base, int batch, List<Part> parts) implements Projection {
  /** Rows [n] int64 and their adapter's update of the same base. */
  record Part(NDArray rows, AdaptedProjection adapted) {}

  @Override
  public int inFeatures() {
    return base.inFeatures();
  }

  @Override
  public int outFeatures() {
    return base.outFeatures();
  }

  @Override
  public @Nullable NDArray bias() {
    return base.bias();
  }

  @Override
  public String emit(Code code, String x) {
    // Fails for any other number of rows, instead of leaving some without their adapter.
    String all =
        code.let(
            "torch.view(%s, [%d, torch.size(%s, 1), %d])".formatted(x, batch, x, inFeatures()));
    String y = base.emit(code, all);
    for (Part part : parts) {
      String rows = code.frozen(part.rows);
      String adapted =
          part.adapted.emitOnto(
              code,
              code.let("torch.index_select(%s, 0, %s)".formatted(all, rows)),
              code.let("torch.index_select(%s, 0, %s)".formatted(y, rows)));
      y = code.let("torch.index_copy(%s, 0, %s, %s)".formatted(y, rows, adapted));
    }
    return y;
  }

  @Override
  public String emitWeight(Code code) {
    throw new UnsupportedOperationException("rows of one batch have no common weight");
  }
}
