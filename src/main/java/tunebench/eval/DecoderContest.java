package tunebench.eval;

import static java.util.stream.Collectors.joining;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tunebench.BadInputException;

/**
 * Several ways of taking a price from the same answers, by MAE.
 *
 * @param ranking from the least MAE to the largest
 * @param sentence which wins, and which of the others it cannot be told from
 */
public record DecoderContest(List<Entry> ranking, String sentence) {
  /** The name of the guess that the predictions came with, where it is none of the rules'. */
  public static final String AS_GIVEN = "as given";

  public DecoderContest {
    ranking = List.copyOf(ranking);
  }

  /** A decoder and its figures. */
  public record Entry(String decoder, Metrics metrics) {}

  /**
   * The guess that the predictions came with against each {@link PointRule} on the same
   * distributions.
   *
   * @throws BadInputException if no prediction has a distribution
   */
  public static DecoderContest of(List<Prediction> predictions) {
    if (predictions.stream().allMatch(p -> p.distribution().isEmpty())) {
      throw new BadInputException(
          "The predictions hold no distributions to decode; predict with a decoder that keeps"
              + " them.");
    }
    Map<String, List<Prediction>> decoders = new LinkedHashMap<>();
    decoders.put(AS_GIVEN, predictions);
    for (PointRule rule : PointRule.values()) {
      decoders.put(rule.name().toLowerCase(Locale.ROOT).replace('_', ' '), rule.apply(predictions));
    }
    return of(decoders);
  }

  /** Decoders by name, all of the same rows. */
  public static DecoderContest of(Map<String, List<Prediction>> decoders) {
    List<Entry> ranking =
        decoders.entrySet().stream()
            .map(entry -> new Entry(entry.getKey(), Metrics.of(entry.getValue())))
            .sorted(Comparator.comparingDouble(entry -> entry.metrics().mae()))
            .toList();
    return new DecoderContest(ranking, sentence(decoders, ranking));
  }

  private static String sentence(Map<String, List<Prediction>> decoders, List<Entry> ranking) {
    Entry winner = ranking.getFirst();
    String wins =
        Words.of(
            "The decoder \"%s\" has the least mean absolute error, $%,.2f",
            winner.decoder(), winner.metrics().mae());
    if (ranking.size() == 1) {
      return wins + ".";
    }
    String level =
        Comparisons.of(decoders).pairs().stream()
            .filter(pair -> pair.verdict() == Verdict.CANNOT_TELL)
            .filter(
                pair ->
                    pair.first().equals(winner.decoder()) || pair.second().equals(winner.decoder()))
            .map(pair -> pair.first().equals(winner.decoder()) ? pair.second() : pair.first())
            .map(name -> "\"" + name + "\"")
            .collect(joining(", "));
    return level.isEmpty()
        ? wins + ", and is better than each of the others."
        : Words.of(
            "%s, but with n = %,d it cannot be told from %s.", wins, winner.metrics().n(), level);
  }
}
