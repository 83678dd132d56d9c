package tunebench.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One guess of the lab journal with what came of it.
 *
 * @param lab such as {@code Lab 4}
 * @param title what was asked about
 * @param lines guess, measured, verdict and cause, as sentences
 * @param chart what was measured; null where there is nothing to draw yet
 * @param passport pairs of names and what they are; empty where there is no run
 */
public record JournalSection(
    String lab,
    String title,
    List<String> lines,
    @Nullable JournalChart chart,
    List<List<String>> passport) {
  public JournalSection {
    lines = List.copyOf(lines);
    passport = List.copyOf(passport);
  }
}
