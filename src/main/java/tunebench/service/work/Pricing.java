package tunebench.service.work;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tunebench.data.Product;
import tunebench.eval.AnswerParser;
import tunebench.eval.Band;
import tunebench.eval.Decoder;
import tunebench.eval.Metrics;
import tunebench.eval.PredictSettings;
import tunebench.eval.Prediction;
import tunebench.eval.PriceAnswer;
import tunebench.eval.PricePoint;
import tunebench.eval.PricePredictor;
import tunebench.eval.WholeDollars;
import tunebench.llama.LanguageModel;
import tunebench.run.DecoderChoice;
import tunebench.run.EvaluationRow;
import tunebench.run.PriceWeight;
import tunebench.run.Scores;
import tunebench.tensor.Scope;
import tunebench.token.ExampleBuilder;
import tunebench.token.TextTokenizer;

/** Prices products piece by piece, so that rows can be shown as they come. */
final class Pricing {
  /** Likeliest prices that a row keeps. */
  private static final int KEPT = 20;

  private final PricePredictor predictor;
  private final ExampleBuilder builder;
  private final Decoder decoder;
  private final PredictSettings settings;

  /**
   * Sets up.
   *
   * @param memory its memory is freed with this scope
   */
  Pricing(
      Scope memory,
      LanguageModel model,
      TextTokenizer tokenizer,
      ExampleBuilder builder,
      DecoderChoice choice,
      int batch) {
    this.predictor = new PricePredictor(model, tokenizer, memory);
    this.builder = builder;
    this.decoder = Decoder.of(choice.kind());
    // Where prices are single tokens the whole distribution costs nothing, so every row keeps it.
    this.settings =
        new PredictSettings(
            batch, choice.maxNewTokens(), decoder.needsDollars() || predictor.singleTokens());
  }

  /** Prices one piece; the first product has the given index. */
  List<EvaluationRow> rows(Scope parent, String set, List<Product> piece, int firstIndex) {
    try (Scope scope = parent.child()) {
      List<int[]> questions = piece.stream().map(builder::question).toList();
      List<PriceAnswer> answers = predictor.answer(scope, questions, settings, done -> {});
      List<EvaluationRow> rows = new ArrayList<>();
      for (int i = 0; i < piece.size(); i++) {
        Product product = piece.get(i);
        Prediction prediction =
            decoder.predict(
                firstIndex + i,
                product.title(),
                product.price(),
                answers.get(i),
                AnswerParser.COURSE_V2);
        rows.add(row(set, product, prediction, answers.get(i).dollars()));
      }
      return rows;
    }
  }

  /** Prices all products, one batch after another. */
  List<EvaluationRow> all(
      Scope parent, String set, List<Product> products, Consumer<EvaluationRow> each) {
    List<EvaluationRow> rows = new ArrayList<>();
    for (int from = 0; from < products.size(); from += settings.batch()) {
      int until = Math.min(products.size(), from + settings.batch());
      List<EvaluationRow> piece = rows(parent, set, products.subList(from, until), from);
      piece.forEach(each);
      rows.addAll(piece);
    }
    return rows;
  }

  private static EvaluationRow row(
      String set, Product product, Prediction p, @Nullable WholeDollars dollars) {
    List<PricePoint> points = dollars == null ? p.distribution() : dollars.points();
    List<PriceWeight> likeliest =
        points.stream()
            .map(point -> new PriceWeight(point.price(), point.probability()))
            .sorted(Comparator.comparingDouble(PriceWeight::probability).reversed())
            .limit(KEPT)
            .toList();
    return new EvaluationRow(
        set,
        p.row(),
        product.line(),
        p.title(),
        product.category(),
        p.truth(),
        p.guess(),
        p.text(),
        p.parsed(),
        Band.of(p.truth(), p.guess()).name(),
        likeliest,
        dollars == null ? null : Beliefs.of(points));
  }

  /** The figures of some rows. */
  static Scores scores(String set, List<EvaluationRow> rows) {
    return scores(
        set,
        Metrics.of(
            rows.stream()
                .map(
                    r ->
                        new Prediction(
                            r.index(),
                            r.title(),
                            r.truth(),
                            r.guess(),
                            r.text(),
                            r.parsed(),
                            List.of()))
                .toList()));
  }

  static Scores scores(String set, Metrics m) {
    return new Scores(
        set,
        m.n(),
        m.mae(),
        m.maeCi95().lo(),
        m.maeCi95().hi(),
        m.rmsle(),
        m.hits(),
        m.mse(),
        m.r2(),
        m.unparsed());
  }
}
