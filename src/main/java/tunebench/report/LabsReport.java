package tunebench.report;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tunebench.eval.Metrics;

/**
 * Everything that a run of the five labs found; {@code report.json} is this record. The same seed
 * on the same machine gives the same report to the last digit, except for {@link #TIMINGS}.
 *
 * @param model the model's name or folder
 * @param device where it ran, in words
 * @param settings what else shaped the run, shown as given, in this order
 * @param lab2 the untrained model's figures by quantization; int8 and nf4 at least
 * @param floorMae MAE in dollars of the best guesses there are, where the noise in the prices is
 *     known; else null
 * @param lab2Expectation the same by the expectation over all prices, which tells formats apart
 *     more finely than the greedy answer
 * @param predictions the held-out products with the answers before and after
 */
public record LabsReport(
    String model,
    String device,
    long seed,
    Map<String, String> settings,
    Lab1 lab1,
    Map<String, Metrics> lab2,
    Map<String, Metrics> lab2Expectation,
    Lab3 lab3,
    Lab4 lab4,
    Lab5 lab5,
    BaselineScores baselines,
    @Nullable Double floorMae,
    List<PricedProduct> predictions) {

  /** The fields that depend on the clock, as paths in the JSON. */
  public static final List<String> TIMINGS = List.of("lab4.seconds", "lab4.tokensPerSecond");

  public LabsReport {
    settings = Ordered.copy(settings);
    lab2 = Ordered.copy(lab2);
    lab2Expectation = Ordered.copy(lab2Expectation);
    predictions = List.copyOf(predictions);
  }

  /** Lab 1: the model's memory under each quantization. */
  public record Lab1(List<Footprint> footprints) {
    public Lab1 {
      footprints = List.copyOf(footprints);
    }
  }

  /**
   * Lab 3: the data as prepared.
   *
   * @param examples training examples
   * @param testExamples held-out products
   * @param badRows rows of the file that were reported and left out
   * @param maxTokens length of the longest training example
   * @param truncated training examples whose text was cut to fit; the answer never is
   * @param truncatedLines lines of the file that those stand in
   * @param impossibleLines lines of training products that cannot fit and were left out
   * @param trainableParameters weights of the adapter
   * @param totalParameters weights of the model without the adapter
   */
  public record Lab3(
      int examples,
      int testExamples,
      int badRows,
      int maxTokens,
      int truncated,
      List<Integer> truncatedLines,
      List<Integer> impossibleLines,
      long trainableParameters,
      long totalParameters) {
    public Lab3 {
      truncatedLines = List.copyOf(truncatedLines);
      impossibleLines = List.copyOf(impossibleLines);
    }
  }

  /**
   * Lab 4: the training.
   *
   * @param steps optimizer steps done
   * @param firstLoss loss of the first point of the curve, in nats
   * @param lastLoss loss of the last point
   * @param seconds wall-clock time
   * @param tokensPerSecond real tokens, without padding
   */
  public record Lab4(
      long steps,
      double firstLoss,
      double lastLoss,
      double seconds,
      double tokensPerSecond,
      List<LossPoint> curve) {
    public Lab4 {
      curve = List.copyOf(curve);
    }

    /** Takes steps and losses from the curve; an empty curve has 0 steps and losses of NaN. */
    public static Lab4 of(List<LossPoint> curve, double seconds, double tokensPerSecond) {
      return curve.isEmpty()
          ? new Lab4(0, Double.NaN, Double.NaN, seconds, tokensPerSecond, curve)
          : new Lab4(
              curve.getLast().step(),
              curve.getFirst().loss(),
              curve.getLast().loss(),
              seconds,
              tokensPerSecond,
              curve);
    }
  }

  /**
   * Lab 5: the trained model's figures, which stand beside the decoder in the JSON.
   *
   * @param decoder how the price was taken from the model, in words
   * @param quantization the quantization that was trained on; its entry in lab2 is the before
   * @param untrained figures by decoder before training, on the same products
   * @param trained figures by decoder after training
   */
  public record Lab5(
      @JsonUnwrapped Metrics metrics,
      String decoder,
      String quantization,
      Map<String, Metrics> untrained,
      Map<String, Metrics> trained) {
    public Lab5 {
      untrained = Ordered.copy(untrained);
      trained = Ordered.copy(trained);
    }
  }

  /** The untrained model's figures under the quantization that was trained; null if not taken. */
  public @Nullable Metrics before() {
    return lab2.get(lab5.quantization());
  }

  /** This report with all {@link #TIMINGS} at 0: what two runs with one seed must agree on. */
  public LabsReport withoutTimings() {
    var untimed = new Lab4(lab4.steps, lab4.firstLoss, lab4.lastLoss, 0, 0, lab4.curve);
    return new LabsReport(
        model,
        device,
        seed,
        settings,
        lab1,
        lab2,
        lab2Expectation,
        lab3,
        untimed,
        lab5,
        baselines,
        floorMae,
        predictions);
  }
}
