package tunebench.service.work;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tunebench.data.Duplicate;
import tunebench.data.PriceParser;
import tunebench.data.Split;
import tunebench.eval.DataCheck;
import tunebench.prompt.PriceTemplate;
import tunebench.protocol.TrustReply;
import tunebench.protocol.TrustRequest;
import tunebench.token.ExampleBuilder;
import tunebench.token.TextTokenizer;

/** What is wrong with a dataset in the store, before any run. */
record DataFindingsOf(Engine engine) {
  /** Rows of each list; the counts are of all. */
  private static final int MOST = 1_000;

  TrustReply.DataFindings of(TrustRequest.CheckData wanted, DataCheck.Watch watch) {
    if (wanted.model().isEmpty()) {
      return of(wanted, null, watch);
    }
    PriceTemplate template = PriceTemplates.of(wanted.data().template());
    try (TextTokenizer tokenizer = TextTokenizer.open(Path.of(wanted.model()))) {
      return of(wanted, new ExampleBuilder(tokenizer, template, wanted.maxTokens(), false), watch);
    }
  }

  private TrustReply.DataFindings of(
      TrustRequest.CheckData wanted, @Nullable ExampleBuilder builder, DataCheck.Watch watch) {
    DatasetStore.Kept kept = engine.datasets().get(wanted.data().dataset());
    Split split = engine.datasets().split(wanted.data());
    String counted =
        String.format(
            Locale.ROOT,
            "%,d rows in, %,d products, %,d rejected.",
            kept.info().rowsIn(),
            kept.info().accepted(),
            kept.info().rejected());
    DataCheck check =
        DataCheck.of(
            kept.all(),
            split,
            PriceTemplates.of(wanted.data().template()),
            PriceParser.COURSE,
            builder,
            wanted.maxTokens(),
            counted,
            watch);
    return told(check);
  }

  private static TrustReply.DataFindings told(DataCheck check) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    check.riskCounts().forEach((risk, n) -> counts.put(risk.name(), n));
    List<TrustReply.LeakEffect> effects = new ArrayList<>();
    check.leakEffect().forEach((who, effect) -> effects.add(EvidenceOf.effect(who, effect)));
    return new TrustReply.DataFindings(
        check.sentences(),
        check.risks().stream()
            .limit(MOST)
            .map(
                r ->
                    new TrustReply.RowRisk(
                        r.line(),
                        r.title(),
                        r.risks().stream().map(Enum::name).toList(),
                        r.score(),
                        r.reasons()))
            .toList(),
        counts,
        check.exact(),
        check.near(),
        Stream.concat(check.duplicates().across().stream(), check.duplicates().within().stream())
            .limit(MOST)
            .map(DataFindingsOf::told)
            .toList(),
        check.leaks().stream()
            .limit(MOST)
            .map(
                l ->
                    new TrustReply.Leak(
                        l.line(), l.title(), l.price(), l.where().excerpt(), l.where().why()))
            .toList(),
        effects);
  }

  private static TrustReply.Duplicate told(Duplicate d) {
    return new TrustReply.Duplicate(
        d.line(),
        d.part().name().toLowerCase(Locale.ROOT),
        d.title(),
        d.twinLine(),
        d.twinPart().name().toLowerCase(Locale.ROOT),
        d.similarity(),
        d.exact(),
        d.price(),
        d.twinPrice());
  }
}
