package tunebench.service.work;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tunebench.BadInputException;
import tunebench.data.Duplicates;
import tunebench.data.Product;
import tunebench.data.Split;
import tunebench.eval.AnswerParser;
import tunebench.eval.Coverage;
import tunebench.eval.DataCheck;
import tunebench.eval.DecoderContest;
import tunebench.eval.Interval;
import tunebench.eval.LeakEffect;
import tunebench.eval.Prediction;
import tunebench.eval.Reliability;
import tunebench.protocol.TrustReply;
import tunebench.run.BaselineScore;
import tunebench.run.EvaluateSpec;
import tunebench.run.EvaluationRow;
import tunebench.run.PriceBelief;
import tunebench.run.PriceSpan;
import tunebench.run.RunRecord;
import tunebench.run.Scores;

/** What stands behind an evaluation's score. */
record EvidenceOf(Engine engine) {
  private static final double SHOWN = 0.8;

  TrustReply.Evidence of(String run) {
    RunRecord record = new RowsOf(engine.store()).evaluation(run);
    List<EvaluationRow> rows = new RowsOf(engine.store()).rows(run);
    List<EvaluationRow> believed = rows.stream().filter(row -> row.belief() != null).toList();
    List<Coverage> points =
        believed.isEmpty()
            ? List.of()
            : Reliability.LEVELS.stream().map(level -> coverage(believed, level)).toList();
    DecoderContest contest = believed.isEmpty() ? null : contest(believed);
    return new TrustReply.Evidence(
        run,
        flag(record),
        points.stream()
            .filter(c -> c.level() == SHOWN)
            .findFirst()
            .map(EvidenceOf::told)
            .orElse(null),
        points.stream().map(EvidenceOf::told).toList(),
        contest == null ? List.of() : contest.ranking().stream().map(EvidenceOf::told).toList(),
        contest == null
            ? "The rows keep no distributions, so decoders cannot be compared."
            : contest.sentence(),
        rows.isEmpty() ? null : leak(record, rows),
        new SeedNoise(engine.store()).of(record).orElse(null));
  }

  /** That a run is no better than the median price; "" where it is, or no baseline was scored. */
  static String flag(RunRecord record) {
    if (record.scores().isEmpty()) {
      return "";
    }
    Scores mine = record.scores().getLast();
    return record.baselines().stream()
        .filter(b -> b.name().equals("median"))
        .map(BaselineScore::scores)
        .filter(median -> mine.mae() >= median.mae())
        .findFirst()
        .map(
            median ->
                String.format(
                    Locale.ROOT,
                    "No better than always answering the median price, which errs by $%.2f.",
                    median.mae()))
        .orElse("");
  }

  private static Coverage coverage(List<EvaluationRow> rows, double level) {
    int n = 0;
    int covered = 0;
    double promised = 0;
    for (EvaluationRow row : rows) {
      PriceSpan span = belief(row).span(level).orElse(null);
      if (span != null) {
        n++;
        promised += span.probability();
        covered += Coverage.covers(new Interval(span.low(), span.high()), row.truth()) ? 1 : 0;
      }
    }
    return Coverage.of(level, n, covered, n == 0 ? Double.NaN : promised / n);
  }

  private static PriceBelief belief(EvaluationRow row) {
    return Objects.requireNonNull(row.belief());
  }

  private static DecoderContest contest(List<EvaluationRow> rows) {
    Map<String, List<Prediction>> decoders = new LinkedHashMap<>();
    List<Prediction> written = new ArrayList<>();
    boolean texts = rows.stream().anyMatch(row -> !row.text().isBlank());
    for (EvaluationRow row : rows) {
      written.add(
          Prediction.read(
              row.line(), row.title(), row.truth(), row.text(), AnswerParser.COURSE_V2));
    }
    if (texts) {
      decoders.put("generate", written);
    }
    decoders.put("likeliest price", guessed(rows, PriceBelief::mode));
    decoders.put("top-k", guessed(rows, PriceBelief::topThree));
    decoders.put("mean", guessed(rows, PriceBelief::mean));
    decoders.put("median", guessed(rows, PriceBelief::median));
    return DecoderContest.of(decoders);
  }

  private static List<Prediction> guessed(
      List<EvaluationRow> rows, ToDoubleFunction<PriceBelief> guess) {
    return rows.stream()
        .map(
            row ->
                new Prediction(
                    row.line(),
                    row.title(),
                    row.truth(),
                    guess.applyAsDouble(belief(row)),
                    "",
                    true,
                    List.of()))
        .toList();
  }

  private static TrustReply.Coverage told(Coverage c) {
    return new TrustReply.Coverage(
        c.level(),
        c.n(),
        c.covered(),
        c.share(),
        c.ci95().lo(),
        c.ci95().hi(),
        c.promised(),
        c.sentence());
  }

  private static TrustReply.DecoderScore told(DecoderContest.Entry e) {
    return new TrustReply.DecoderScore(
        e.decoder(),
        e.metrics().mae(),
        e.metrics().maeCi95().lo(),
        e.metrics().maeCi95().hi(),
        e.metrics().rmsle(),
        e.metrics().hits());
  }

  /** The model's score with and without the rows that an earlier part or their own text told. */
  private TrustReply.@Nullable LeakEffect leak(RunRecord record, List<EvaluationRow> rows) {
    EvaluateSpec spec = Objects.requireNonNull(record.evaluate());
    if (!spec.part().equals("test")) {
      return null;
    }
    Split split;
    try {
      split = engine.datasets().split(spec.data());
    } catch (BadInputException e) {
      // The dataset was forgotten; the score stands without this.
      return null;
    }
    Set<Integer> lines = leakedLines(split, spec.data().template());
    LeakEffect effect = LeakEffect.of(rows.stream().map(RowsOf::prediction).toList(), lines);
    return effect("model", effect);
  }

  static Set<Integer> leakedLines(Split split, String template) {
    List<Product> test = split.test();
    return DataCheck.leakedRows(split, PriceTemplates.of(template), Duplicates.of(split)).stream()
        .map(place -> test.get(place).line())
        .collect(Collectors.toSet());
  }

  static TrustReply.LeakEffect effect(String who, LeakEffect effect) {
    var without = effect.without();
    var only = effect.only();
    return new TrustReply.LeakEffect(
        who,
        effect.leaked(),
        effect.all().mae(),
        without == null ? Double.NaN : without.mae(),
        only == null ? Double.NaN : only.mae(),
        effect.sentence());
  }
}
