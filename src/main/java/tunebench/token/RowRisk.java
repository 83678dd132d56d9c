package tunebench.token;

import java.util.List;
import tunebench.data.Risk;

/**
 * A row with something wrong.
 *
 * @param line of the row in its file
 * @param title for people
 * @param risks the gravest first
 * @param score the sum of the risks' weights, and up to 10 more by how much of the text is cut off
 * @param reasons one sentence for each risk, in the same order
 */
public record RowRisk(
    int line, String title, List<Risk> risks, double score, List<String> reasons) {

  public RowRisk {
    risks = List.copyOf(risks);
    reasons = List.copyOf(reasons);
  }
}
