package tunebench.launch;

import java.io.PrintWriter;
import java.util.List;
import tunebench.data.Dataset;
import tunebench.data.RejectedRow;

/** Tells a person which rows of a file were left out. */
final class Rejected {
  private static final int SHOWN = 20;

  private Rejected() {}

  static void report(Dataset dataset, PrintWriter err) {
    List<RejectedRow> rejected = dataset.rejected();
    if (rejected.isEmpty()) {
      return;
    }
    err.printf(
        "%s: %d rows in, %d products, %d rejected%n",
        dataset.name(), dataset.rowsIn(), dataset.products().size(), rejected.size());
    rejected.stream().limit(SHOWN).forEach(row -> err.println("  " + row));
    if (rejected.size() > SHOWN) {
      err.printf("  and %d more%n", rejected.size() - SHOWN);
    }
  }
}
