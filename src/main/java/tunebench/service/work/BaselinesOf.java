package tunebench.service.work;

import java.util.List;
import tunebench.data.Product;
import tunebench.eval.Baselines;
import tunebench.eval.Metrics;
import tunebench.eval.PriceBaseline;
import tunebench.eval.TextRidge;
import tunebench.prompt.PriceTemplate;
import tunebench.run.BaselineScore;
import tunebench.run.DataChoice;

/** What rules without a language model reach on the same products; they know the train part. */
final class BaselinesOf {
  private BaselinesOf() {}

  /**
   * Scores the mean, the median and ridge regression on words.
   *
   * @param products that a model priced, at least one
   * @param set name of the evaluation
   */
  static List<BaselineScore> of(
      Engine engine, DataChoice data, List<Product> products, String set) {
    PriceTemplate template = PriceTemplates.of(data.template());
    List<Product> train = engine.datasets().split(data).train();
    List<String> texts = train.stream().map(template::text).toList();
    double[] prices = train.stream().mapToDouble(Product::price).toArray();
    List<String> asked = products.stream().map(template::text).toList();
    double[] truths = products.stream().mapToDouble(Product::price).toArray();
    return List.of(
        score("mean", Baselines.mean(prices), asked, truths, set),
        score("median", Baselines.median(prices), asked, truths, set),
        score("text-ridge", TextRidge.fit(texts, prices), asked, truths, set));
  }

  private static BaselineScore score(
      String name, PriceBaseline baseline, List<String> asked, double[] truths, String set) {
    Metrics metrics = Metrics.of(Baselines.predict(baseline, asked, truths));
    return new BaselineScore(name, Pricing.scores(set, metrics));
  }
}
