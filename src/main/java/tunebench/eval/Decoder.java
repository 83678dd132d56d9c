package tunebench.eval;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import tunebench.BadInputException;

/** Ways to take one price from what a model said. */
public enum Decoder {
  /** Read the generated text, as the course does with untrained models. */
  GENERATE("the first number of the generated text") {
    @Override
    OptionalDouble price(PriceAnswer answer, AnswerParser parser) {
      return parser.price(answer.text());
    }
  },
  /**
   * The mean of the three likeliest prices by probability, as the course does with tuned models.
   */
  TOP_K("the three likeliest prices, weighted by probability") {
    @Override
    OptionalDouble price(PriceAnswer answer, AnswerParser parser) {
      return PricePoint.weightedMean(points(answer));
    }

    @Override
    List<PricePoint> points(PriceAnswer answer) {
      return answer.scoredAsSequences() ? likeliest(dollars(answer)) : answer.topTokens();
    }
  },
  /** The expectation over all whole-dollar answers. */
  MEAN("the expectation over all prices of 0 to 999 dollars") {
    @Override
    OptionalDouble price(PriceAnswer answer, AnswerParser parser) {
      WholeDollars dollars = dollars(answer);
      return dollars.mass() > 0 ? OptionalDouble.of(dollars.mean()) : OptionalDouble.empty();
    }

    @Override
    List<PricePoint> points(PriceAnswer answer) {
      return dollars(answer).points();
    }
  },
  /** The median over all whole-dollar answers. */
  MEDIAN("the median over all prices of 0 to 999 dollars") {
    @Override
    OptionalDouble price(PriceAnswer answer, AnswerParser parser) {
      WholeDollars dollars = dollars(answer);
      return dollars.mass() > 0 ? OptionalDouble.of(dollars.median()) : OptionalDouble.empty();
    }

    @Override
    List<PricePoint> points(PriceAnswer answer) {
      return dollars(answer).points();
    }
  };

  private static final int TOP = 3;
  private final String words;

  Decoder(String words) {
    this.words = words;
  }

  abstract OptionalDouble price(PriceAnswer answer, AnswerParser parser);

  /** The prices that the guess was made from; none where it was read from a text. */
  List<PricePoint> points(PriceAnswer answer) {
    return List.of();
  }

  /** Turns an answer into a prediction; an answer without a price counts as 0 and not parsed. */
  public Prediction predict(
      int row, String title, double truth, PriceAnswer answer, AnswerParser parser) {
    OptionalDouble price = price(answer, parser);
    return new Prediction(
        row, title, truth, price.orElse(0), answer.text(), price.isPresent(), points(answer));
  }

  /** Whether the whole distribution is needed, or needed where prices are several tokens. */
  public boolean needsDollars() {
    return this != GENERATE;
  }

  /** For people: what the price is. */
  public String words() {
    return words;
  }

  /** The name on the command line, such as {@code top-k}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Finds a decoder by its label. */
  public static Decoder of(String label) {
    for (Decoder decoder : values()) {
      if (decoder.label().equals(label.strip().toLowerCase(Locale.ROOT))) {
        return decoder;
      }
    }
    throw new BadInputException(
        "\"%s\" is no decoder; choose one of %s."
            .formatted(
                label,
                Arrays.stream(values()).map(Decoder::label).collect(Collectors.joining(", "))));
  }

  private static WholeDollars dollars(PriceAnswer answer) {
    WholeDollars dollars = answer.dollars();
    if (dollars == null) {
      throw new IllegalArgumentException("the distribution was not asked for");
    }
    return dollars;
  }

  private static List<PricePoint> likeliest(WholeDollars dollars) {
    return dollars.points().stream()
        .sorted(Comparator.comparingDouble(PricePoint::probability).reversed())
        .limit(TOP)
        .filter(point -> point.price() > 0)
        .toList();
  }
}
