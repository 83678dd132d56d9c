package tunebench.service.work;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tunebench.BadInputException;
import tunebench.data.Product;
import tunebench.eval.ErrorAtlas;
import tunebench.eval.Prediction;
import tunebench.eval.Quadrant;
import tunebench.eval.RowFacts;
import tunebench.eval.Slice;
import tunebench.protocol.TrustReply;
import tunebench.run.EvaluateSpec;
import tunebench.run.EvaluationRow;
import tunebench.run.RunRecord;

/** Where two evaluations err on the products that both priced. */
record AtlasOf(Engine engine) {

  TrustReply.Atlas of(String first, String second) {
    RowsOf source = new RowsOf(engine.store());
    RunRecord a = source.evaluation(first);
    RunRecord b = source.evaluation(second);
    Map<String, List<Prediction>> rows = source.common(List.of(a, b));
    if (rows.isEmpty()) {
      throw new BadInputException(
          "\"%s\" and \"%s\" share no products of the same data; choose two evaluations of one part."
              .formatted(a.summary().name(), b.summary().name()));
    }
    Map<Integer, RowFacts> facts = facts(source.rows(first), a);
    ErrorAtlas atlas =
        ErrorAtlas.of(
            a.summary().name(),
            rows.getOrDefault(first, List.of()),
            b.summary().name(),
            rows.getOrDefault(second, List.of()),
            facts);
    return new TrustReply.Atlas(
        counts(atlas.counts()),
        atlas.rows().stream()
            .sorted(Comparator.comparingInt(ErrorAtlas.Row::row))
            .map(row -> row(row, facts))
            .toList(),
        atlas.slices().stream().map(AtlasOf::slice).toList());
  }

  /** Category from the rows; length of the text from the data, as long as that is in the store. */
  private Map<Integer, RowFacts> facts(List<EvaluationRow> rows, RunRecord run) {
    Map<Integer, Integer> lengths = new HashMap<>();
    EvaluateSpec spec = run.evaluate();
    if (spec != null) {
      try {
        var template = PriceTemplates.of(spec.data().template());
        for (Product product : engine.datasets().get(spec.data().dataset()).all()) {
          lengths.put(product.line(), template.text(product).length());
        }
      } catch (BadInputException e) {
        lengths.clear();
      }
    }
    Map<Integer, RowFacts> facts = new HashMap<>();
    for (EvaluationRow row : rows) {
      facts.put(row.line(), new RowFacts(row.category(), lengths.getOrDefault(row.line(), 0)));
    }
    return facts;
  }

  private static TrustReply.AtlasRow row(ErrorAtlas.Row row, Map<Integer, RowFacts> facts) {
    RowFacts known = facts.getOrDefault(row.row(), new RowFacts("", 0));
    return new TrustReply.AtlasRow(
        row.row(),
        row.title(),
        known.category(),
        known.length(),
        row.truth(),
        row.first(),
        row.second(),
        row.quadrant().name());
  }

  private static TrustReply.AtlasSlice slice(Slice s) {
    return new TrustReply.AtlasSlice(
        s.kind().name(),
        s.name(),
        s.n(),
        counts(s.counts()),
        s.firstMae(),
        s.secondMae(),
        s.rows());
  }

  private static Map<String, Integer> counts(Map<Quadrant, Integer> counts) {
    Map<String, Integer> named = new LinkedHashMap<>();
    counts.forEach((quadrant, n) -> named.put(quadrant.name(), n));
    return named;
  }
}
