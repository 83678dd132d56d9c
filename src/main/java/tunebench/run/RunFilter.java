package tunebench.run;

import java.util.List;
import java.util.Set;

/**
 * Which runs to list.
 *
 * @param text must occur in the name, the model, the dataset or the notes; "" for any
 * @param statuses empty for any
 * @param kinds empty for any
 * @param tags all of them must be there
 * @param order newest first unless {@code NAME}, {@code LOSS} or {@code MAE} is wanted
 * @param offset runs to pass over
 * @param limit most runs
 */
public record RunFilter(
    String text,
    Set<RunStatus> statuses,
    Set<RunKind> kinds,
    List<String> tags,
    Order order,
    int offset,
    int limit) {

  /** In which order runs are listed; runs without a figure come last. */
  public enum Order {
    NEWEST,
    NAME,
    LOSS,
    MAE
  }

  public RunFilter {
    statuses = Set.copyOf(statuses);
    kinds = Set.copyOf(kinds);
    tags = List.copyOf(tags);
  }

  /** The newest runs, at most {@code limit}. */
  public static RunFilter newest(int limit) {
    return new RunFilter("", Set.of(), Set.of(), List.of(), Order.NEWEST, 0, limit);
  }
}
