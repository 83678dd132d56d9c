package tunebench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import tunebench.eval.AnswerParser;
import tunebench.eval.Baselines;
import tunebench.eval.Metrics;
import tunebench.eval.Prediction;

/** A made-up run of the five labs; the footprints are those of Llama-3.1-8B. */
final class SampleReport {
  private static final String[] THINGS = {
    "Cordless Drill <18V> & Case",
    "Desk Lamp",
    "Brake Pads, Front \"Premium\"",
    "Guitar Strings",
    "Noise-Cancelling Headphones with an Unusually Long Name That Goes On and On, Black, 2-Pack",
  };

  private SampleReport() {}

  static LabsReport of(int products, int steps) {
    var random = new SplittableRandom(42);
    List<Prediction> before = new ArrayList<>();
    List<Prediction> after = new ArrayList<>();
    double[] prices = new double[products];
    List<String> texts = new ArrayList<>();
    for (int row = 0; row < products; row++) {
      String title = THINGS[random.nextInt(THINGS.length)];
      double truth = Math.round(100 * Math.exp(2 + 4.9 * random.nextDouble())) / 100.0;
      prices[row] = truth;
      texts.add(title);
      String wild = row % 17 == 5 ? "a lot" : row % 23 == 7 ? "17,999" : noisy(truth, 1.4, random);
      before.add(Prediction.read(row, title, truth, wild, AnswerParser.COURSE_V1));
      after.add(
          Prediction.read(row, title, truth, noisy(truth, 0.22, random), AnswerParser.COURSE_V1));
    }
    Map<String, Metrics> lab2 = new LinkedHashMap<>();
    lab2.put("bf16", Metrics.of(before));
    lab2.put("int8", Metrics.of(before));
    lab2.put("nf4", Metrics.of(before));
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("LoRA", "r = 32, alpha = 64, dropout 0.1 on q, k, v, o");
    settings.put("Batch", "16");
    Metrics mean = Metrics.of(Baselines.predict(Baselines.mean(prices), texts, prices));
    Metrics median = Metrics.of(Baselines.predict(Baselines.median(prices), texts, prices));
    return new LabsReport(
        "meta-llama/Llama-3.1-8B",
        "NVIDIA H100 80GB HBM3, CUDA 12.8",
        42,
        settings,
        new LabsReport.Lab1(footprints()),
        lab2,
        lab2,
        new LabsReport.Lab3(
            20_000, products, 3, 182, 2, List.of(17, 40), List.of(), 27_262_976, 8_030_261_248L),
        LabsReport.Lab4.of(curve(steps, random), 1234.5, 9_321.4),
        new LabsReport.Lab5(
            Metrics.of(after),
            "median",
            "nf4",
            Map.of("generate", Metrics.of(before), "median", Metrics.of(before)),
            Map.of("generate", Metrics.of(after), "median", Metrics.of(after))),
        BaselineScores.of(mean, median, median),
        0.25,
        PricedProduct.pair(before, after));
  }

  private static String noisy(double truth, double spread, SplittableRandom random) {
    double factor = Math.exp(spread * (random.nextDouble() + random.nextDouble() - 1));
    return Math.round(truth * factor) + ".00";
  }

  private static List<Footprint> footprints() {
    return List.of(
        Footprint.of("fp32", 27_917_287_424L, 0, 4_203_757_568L, null),
        Footprint.of("bf16", 13_958_643_712L, 0, 2_101_878_784L, 16_060_522_496L),
        Footprint.of("int8", 6_979_321_856L, 5_505_024, 2_101_878_784L, 9_086_705_664L),
        Footprint.of("nf4", 3_489_660_928L, 436_207_616, 2_101_878_784L, 6_027_747_328L),
        Footprint.of("nf4-double", 3_489_660_928L, 110_755_840, 2_101_878_784L, 5_706_000_000L));
  }

  private static List<LossPoint> curve(int steps, SplittableRandom random) {
    List<LossPoint> curve = new ArrayList<>();
    for (int step = 1; step <= steps; step++) {
      double loss = 0.42 + 1.1 * Math.exp(-step / (0.12 * steps)) + 0.12 * random.nextDouble();
      double rate = 1e-4 * 0.5 * (1 + Math.cos(Math.PI * step / steps));
      boolean gap = steps > 40 && step > steps / 2 && step < steps / 2 + 4;
      curve.add(
          new LossPoint(step, gap ? Double.NaN : loss, 2.9 * loss, rate, 1 + random.nextDouble()));
    }
    return curve;
  }
}
