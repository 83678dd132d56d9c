package tunebench.ui.fake;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tunebench.protocol.Reply;
import tunebench.protocol.TrustReply;
import tunebench.protocol.TrustRequest;
import tunebench.run.EvaluationRow;
import tunebench.run.JournalEntry;
import tunebench.run.NoiseBand;
import tunebench.run.Passport;
import tunebench.run.PassportData;
import tunebench.run.PassportDifference;
import tunebench.run.PassportExplanation;
import tunebench.run.PassportModel;
import tunebench.run.PassportRowChange;

/** Made-up answers about whether figures are to be believed. */
final class FakeTrust {
  private final List<JournalEntry> journal = new ArrayList<>();

  Reply answer(TrustRequest<?> request, Map<String, List<EvaluationRow>> rows) {
    return switch (request) {
      case TrustRequest.CheckData _ -> findings();
      case TrustRequest.Evidence evidence -> evidence(evidence.run());
      case TrustRequest.Atlas atlas ->
          atlas(
              rows.getOrDefault(atlas.first(), List.of()),
              rows.getOrDefault(atlas.second(), List.of()));
      case TrustRequest.WriteRows write ->
          new TrustReply.RowsFile("row,title,truth\r\n", write.lines().size());
      case TrustRequest.ReadRows _ ->
          new TrustReply.RowsChosen(List.of(101, 103), "2 products of the file are chosen.");
      case TrustRequest.PassportOf of ->
          new TrustReply.PassportFound(
              new Passport(
                  of.run(),
                  PassportData.none(),
                  PassportModel.none(),
                  PassportModel.none(),
                  Map.of("training.batch", "4"),
                  42,
                  Map.of("device", "cpu (2 threads)")));
      case TrustRequest.Explain _ -> explanation();
      case TrustRequest.Journal _ -> new TrustReply.Journal(List.copyOf(journal));
      case TrustRequest.Guess guess -> {
        if (journal.stream().noneMatch(e -> same(e, guess))) {
          journal.add(entry(guess));
        }
        yield new TrustReply.Journal(List.copyOf(journal));
      }
      case TrustRequest.JournalPage _ -> new TrustReply.Page("<!doctype html><p>The journal");
      case TrustRequest.OpenJournal _ -> new TrustReply.Journal(List.copyOf(journal));
    };
  }

  private static boolean same(JournalEntry e, TrustRequest.Guess guess) {
    return e.lab() == guess.lab() && e.subject().equals(guess.subject());
  }

  private static JournalEntry entry(TrustRequest.Guess g) {
    String unit = g.lab() == 4 ? "steps" : g.lab() == 1 || g.lab() == 3 ? "GB" : "dollars";
    String quantity =
        switch (g.lab()) {
          case 1 -> "memory of the weights";
          case 3 -> "memory that training takes";
          case 4 -> "steps until the loss is half-way down";
          default -> "mean absolute error";
        };
    double measured = g.lab() == 4 ? 38 : g.lab() == 1 ? 0.0041 : g.lab() == 3 ? 0.45 : 131.4;
    return new JournalEntry(
        g.lab(),
        g.subject(),
        g.lab() == 1 ? "weights of tunebench-base as nf4-double" : "untrained, NF4 double",
        quantity,
        unit,
        g.value(),
        FakeData.THEN,
        measured,
        Double.isNaN(g.value())
            ? "Skipped; measured $131.40."
            : "Guessed $80.00, measured $131.40: 39 % too low.",
        "The worst 25 of 250 products make up 48 % of the error; 61 % of the guesses are too high."
            + " It errs most on Garden: $171.20 over 31 products.",
        g.lab() == 1 || g.lab() == 3 ? null : g.subject());
  }

  private static TrustReply.DataFindings findings() {
    return new TrustReply.DataFindings(
        List.of(
            "3,000 rows in, 2,995 products, 5 rejected.",
            "2 prompts give their price away.",
            "1 rows say nothing about their product.",
            "14 texts are cut off.",
            "4 rows repeat another's text to the letter and 3 nearly; 2 of the test part repeat a"
                + " row of an earlier part.",
            "Ridge on words: The mean absolute error is $40.95 over all 250 rows and $41.60"
                + " without the 4 that gave their price away (1.12 on those alone)."),
        List.of(
            new TrustReply.RowRisk(
                412,
                "Oak shelf, 80 cm",
                List.of("PRICE_IN_PROMPT"),
                80,
                List.of("The text says the price: \"now only $39.99 while\".")),
            new TrustReply.RowRisk(
                1733,
                "Steel kettle",
                List.of("PRICE_IN_PROMPT", "TRUNCATED"),
                94,
                List.of(
                    "The text says the price: \"sells for 59 dollars\".",
                    "212 tokens, 30 more than fit: the end of the text is cut off.")),
            new TrustReply.RowRisk(
                88,
                "Lamp",
                List.of("EMPTY_TEXT"),
                60,
                List.of("Nothing stands in the text beside the title.")),
            new TrustReply.RowRisk(
                2101,
                "Garden hose, 25 m",
                List.of("TRUNCATED"),
                12,
                List.of("190 tokens, 8 more than fit: the end of the text is cut off."))),
        Map.of("PRICE_IN_PROMPT", 2, "EMPTY_TEXT", 1, "TRUNCATED", 14),
        4,
        3,
        List.of(
            new TrustReply.Duplicate(2777, "test", "Blue mug", 301, "train", 1, true, 12.99, 12.99),
            new TrustReply.Duplicate(
                2790, "test", "Desk lamp, brass", 744, "train", 0.91, false, 54.5, 49.0),
            new TrustReply.Duplicate(1290, "train", "Wool rug", 1289, "train", 1, true, 210, 180)),
        List.of(
            new TrustReply.Leak(
                412, "Oak shelf, 80 cm", 39.99, "… now only $39.99 while …", "a currency sign"),
            new TrustReply.Leak(
                1733, "Steel kettle", 59, "… sells for 59 dollars …", "the word \"sells for\"")),
        List.of(
            new TrustReply.LeakEffect("median", 4, 118.3, 118.9, 80.2, ""),
            new TrustReply.LeakEffect("textRidge", 4, 40.95, 41.6, 1.12, "")));
  }

  private static TrustReply.Evidence evidence(String run) {
    List<TrustReply.Coverage> points = new ArrayList<>();
    for (double level : new double[] {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95}) {
      double share = level - 0.35 * level * (1 - level);
      points.add(
          new TrustReply.Coverage(
              level,
              250,
              (int) (250 * share),
              share,
              share - 0.06,
              share + 0.06,
              level + 0.01,
              "The 80 % intervals hold the true price on 186 of 250 rows, 74.4 % (95 % interval"
                  + " 68.6 to 79.4); the model promised 81.2 %: the model is too sure of itself."));
    }
    return new TrustReply.Evidence(
        run,
        "",
        points.get(7),
        points,
        List.of(
            new TrustReply.DecoderScore("median", 40.04, 34.1, 46.0, 0.35, 76.5),
            new TrustReply.DecoderScore("mean", 40.23, 34.5, 46.0, 0.35, 76),
            new TrustReply.DecoderScore("top-k", 45.25, 37.7, 52.8, 0.36, 75.3),
            new TrustReply.DecoderScore("likeliest price", 53.11, 43.2, 63.0, 0.37, 73.6),
            new TrustReply.DecoderScore("generate", 53.24, 43.3, 63.2, 0.37, 73.8)),
        "The decoder \"median\" has the least mean absolute error, $40.04, but with n = 250"
            + " it cannot be told from \"mean\".",
        new TrustReply.LeakEffect(
            "model",
            4,
            40.04,
            40.55,
            8.8,
            "The mean absolute error is $40.04 over all 250 rows and $40.55 without the 4"
                + " that gave their price away (8.80 on those alone)."),
        new NoiseBand(List.of("a", "b", "c"), 40.9, 6.3, 35.1, 46.7));
  }

  private static TrustReply.Atlas atlas(List<EvaluationRow> first, List<EvaluationRow> second) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    List.of("FIXED", "BROKEN", "BOTH_RIGHT", "BOTH_WRONG").forEach(q -> counts.put(q, 0));
    List<TrustReply.AtlasRow> rows = new ArrayList<>();
    for (int i = 0; i < Math.min(first.size(), second.size()); i++) {
      EvaluationRow a = first.get(i);
      EvaluationRow b = second.get(i);
      boolean was = a.band().equals("GREEN");
      boolean is = b.band().equals("GREEN");
      String quadrant = was ? is ? "BOTH_RIGHT" : "BROKEN" : is ? "FIXED" : "BOTH_WRONG";
      counts.merge(quadrant, 1, Integer::sum);
      rows.add(
          new TrustReply.AtlasRow(
              a.line(),
              a.title(),
              a.category(),
              300 + 7 * (i % 90),
              a.truth(),
              a.guess(),
              b.guess(),
              quadrant));
    }
    List<TrustReply.AtlasSlice> slices = new ArrayList<>();
    slice(slices, rows, "PRICE", "0 to 50", row -> row.truth() < 50);
    slice(slices, rows, "PRICE", "50 to 250", row -> row.truth() >= 50 && row.truth() < 250);
    slice(slices, rows, "PRICE", "250 and more", row -> row.truth() >= 250);
    rows.stream()
        .map(TrustReply.AtlasRow::category)
        .distinct()
        .sorted()
        .forEach(kind -> slice(slices, rows, "CATEGORY", kind, r -> r.category().equals(kind)));
    slice(slices, rows, "LENGTH", "300 to 600", row -> row.length() < 600);
    slice(slices, rows, "LENGTH", "600 to 930", row -> row.length() >= 600);
    return new TrustReply.Atlas(counts, rows, slices);
  }

  private static void slice(
      List<TrustReply.AtlasSlice> slices,
      List<TrustReply.AtlasRow> all,
      String kind,
      String name,
      java.util.function.Predicate<TrustReply.AtlasRow> in) {
    List<TrustReply.AtlasRow> rows = all.stream().filter(in).toList();
    Map<String, Integer> counts = new LinkedHashMap<>();
    rows.forEach(row -> counts.merge(row.quadrant(), 1, Integer::sum));
    slices.add(
        new TrustReply.AtlasSlice(
            kind,
            name,
            rows.size(),
            counts,
            rows.stream().mapToDouble(r -> Math.abs(r.first() - r.truth())).average().orElse(0),
            rows.stream().mapToDouble(r -> Math.abs(r.second() - r.truth())).average().orElse(0),
            rows.stream().map(TrustReply.AtlasRow::line).toList()));
  }

  private static TrustReply.Explanation explanation() {
    String row = "data: 1 row changed: line 412 \"Oak shelf, 80 cm\" in train (price)";
    var change = new PassportRowChange("changed", 412, 412, "Oak shelf, 80 cm", List.of("price"));
    String rate = "settings: training.learningRate 0.0001 against 0.001";
    return new TrustReply.Explanation(
        new PassportExplanation(
            List.of(
                new PassportDifference("data", row, List.of(change)),
                new PassportDifference("settings", rate, List.of())),
            row + "\n" + rate));
  }
}
