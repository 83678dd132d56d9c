package tunebench.labs;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import tunebench.data.Product;
import tunebench.eval.AnswerParser;
import tunebench.eval.Decoder;
import tunebench.eval.Metrics;
import tunebench.eval.PredictSettings;
import tunebench.eval.Prediction;
import tunebench.eval.PriceAnswer;
import tunebench.eval.PricePredictor;
import tunebench.llama.LanguageModel;
import tunebench.tensor.Scope;
import tunebench.token.ExampleBuilder;
import tunebench.token.TextTokenizer;

/**
 * A model's answers to the test products.
 *
 * @param sequences whether prices were scored as sequences of tokens
 */
record PricedRows(List<Product> products, List<PriceAnswer> answers, boolean sequences) {

  static PricedRows of(
      Scope scope,
      LanguageModel model,
      TextTokenizer tokenizer,
      ExampleBuilder builder,
      List<Product> products,
      int batch,
      IntConsumer progress) {
    try (PricePredictor predictor = new PricePredictor(model, tokenizer)) {
      List<int[]> questions = products.stream().map(builder::question).toList();
      List<PriceAnswer> answers =
          predictor.answer(scope, questions, PredictSettings.everything(batch), progress);
      return new PricedRows(products, answers, !predictor.tokens().single());
    }
  }

  List<Prediction> predictions(Decoder decoder) {
    return IntStream.range(0, products.size())
        .mapToObj(
            row ->
                decoder.predict(
                    row,
                    products.get(row).title(),
                    products.get(row).price(),
                    answers.get(row),
                    AnswerParser.COURSE_V2))
        .toList();
  }

  Metrics metrics(Decoder decoder) {
    return Metrics.of(predictions(decoder));
  }

  /** Figures by every way of taking a price. */
  Map<Decoder, Metrics> all() {
    Map<Decoder, Metrics> all = new EnumMap<>(Decoder.class);
    for (Decoder decoder : Decoder.values()) {
      all.put(decoder, metrics(decoder));
    }
    return all;
  }
}
