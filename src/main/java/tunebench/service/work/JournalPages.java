package tunebench.service.work;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tunebench.BadInputException;
import tunebench.eval.Metrics;
import tunebench.eval.Prediction;
import tunebench.protocol.ModelReply;
import tunebench.protocol.Wire;
import tunebench.quant.Quantization;
import tunebench.report.Footprint;
import tunebench.report.JournalChart;
import tunebench.report.JournalPage;
import tunebench.report.JournalSection;
import tunebench.report.LossPoint;
import tunebench.report.PricedProduct;
import tunebench.run.EvaluationRow;
import tunebench.run.JournalEntry;
import tunebench.run.Passport;
import tunebench.run.PassportData;
import tunebench.run.PassportModel;
import tunebench.run.StepPoint;

/** The journal as a page with charts and passports, and a page as a journal again. */
final class JournalPages {
  /** Rows of which a page keeps each fingerprint; beyond it keeps that of them all. */
  private static final int ROWS_KEPT = 20_000;

  private final Engine engine;

  JournalPages(Engine engine) {
    this.engine = engine;
  }

  /** What a page holds, unseen. */
  private record Content(List<JournalEntry> entries, Map<String, Passport> passports) {}

  String page() throws IOException {
    List<JournalEntry> entries = new Journals(engine).entries();
    if (entries.isEmpty()) {
      throw new BadInputException(
          "The journal is empty; guess before a lab's result, or skip, and it begins.");
    }
    Map<String, Passport> passports = new TreeMap<>();
    List<JournalSection> sections = new ArrayList<>();
    for (JournalEntry entry : entries) {
      Passport passport = passport(entry.run());
      if (passport != null) {
        passports.put(passport.run(), kept(passport));
      }
      sections.add(
          new JournalSection(
              "Lab " + entry.lab(),
              entry.quantity() + ": " + entry.title(),
              lines(entry),
              chart(entry),
              passport == null ? List.of() : facts(passport)));
    }
    return JournalPage.of(sections, Wire.write(new Content(entries, passports)));
  }

  /** The entries of a page, as they were when it was written. */
  static List<JournalEntry> entries(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new BadInputException("%s is not a file; choose a journal's page.".formatted(file));
    }
    String data = JournalPage.data(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
    if (data.isEmpty()) {
      throw new BadInputException(
          "%s holds no lab journal; choose a page that Tunebench exported.".formatted(file));
    }
    return Wire.read(Content.class, data.getBytes(StandardCharsets.UTF_8)).entries();
  }

  private static List<String> lines(JournalEntry entry) {
    return entry.known()
        ? List.of(entry.verdict(), entry.cause())
        : List.of(
            (entry.skipped()
                    ? "Skipped"
                    : "Guessed " + JournalWords.amount(entry.guess(), entry.unit()))
                + "; not measured yet.");
  }

  private @Nullable Passport passport(@Nullable String run) throws IOException {
    if (run == null) {
      return null;
    }
    try {
      return new Passports(engine).read(run);
    } catch (BadInputException e) {
      // It did not begin yet; the page shows the guess alone.
      return null;
    }
  }

  private static Passport kept(Passport p) {
    PassportData d = p.data();
    if (d.train().size() + d.validation().size() + d.test().size() <= ROWS_KEPT) {
      return p;
    }
    PassportData digest = new PassportData(d.file(), d.sha256(), List.of(), List.of(), List.of());
    return new Passport(
        p.run(), digest, p.model(), p.adapter(), p.settings(), p.seed(), p.environment());
  }

  private static List<List<String>> facts(Passport p) {
    List<List<String>> facts = new ArrayList<>();
    PassportData d = p.data();
    facts.add(List.of("Run", p.run()));
    facts.add(
        List.of(
            "Data",
            String.format(
                Locale.ENGLISH,
                "%s: %,d rows to train, %,d to choose a checkpoint, %,d held out; SHA-256 %s",
                d.file(),
                d.train().size(),
                d.validation().size(),
                d.test().size(),
                d.sha256())));
    files(facts, "Model", p.model());
    files(facts, "Adapter", p.adapter());
    facts.add(List.of("Seed", String.valueOf(p.seed())));
    p.settings().forEach((name, value) -> facts.add(List.of(name, value)));
    p.environment().forEach((name, value) -> facts.add(List.of(name, value)));
    return facts;
  }

  private static void files(List<List<String>> facts, String what, PassportModel model) {
    model
        .files()
        .forEach(
            file ->
                facts.add(
                    List.of(
                        what + " " + file.name(),
                        String.format(
                            Locale.ENGLISH,
                            "%,d bytes, SHA-256 %s",
                            file.bytes(),
                            file.sha256()))));
  }

  private @Nullable JournalChart chart(JournalEntry entry) {
    if (!entry.known()) {
      return null;
    }
    String run = entry.run();
    if (run == null) {
      return entry.lab() == 1 ? memory(entry) : null;
    }
    return entry.lab() == 4 ? loss(run) : prices(run);
  }

  private static JournalChart memory(JournalEntry entry) {
    int bar = entry.subject().lastIndexOf('|');
    Path folder = Path.of(entry.subject().substring(0, bar));
    String chosen = entry.subject().substring(bar + 1);
    List<Footprint> footprints = new ArrayList<>();
    for (Quantization kind : Quantization.values()) {
      ModelReply.Footprint f = Models.footprint(folder, kind, 0, List.of());
      footprints.add(
          Footprint.of(
              kind.label(),
              f.weightBytes(),
              f.constantBytes(),
              f.unquantizedBytes(),
              kind.label().equals(chosen) ? Math.round(entry.measured() * 1e9) : null));
    }
    return new JournalChart.Memory(footprints);
  }

  private JournalChart loss(String run) {
    List<StepPoint> steps = engine.store().steps(run, 0, 0);
    List<LossPoint> curve =
        steps.stream()
            .map(
                s ->
                    new LossPoint(
                        s.step(), s.loss(), s.priceLoss(), s.learningRate(), s.gradientNorm()))
            .toList();
    return new JournalChart.Loss(curve);
  }

  private JournalChart prices(String run) {
    List<EvaluationRow> rows = new RowsOf(engine.store()).rows(run);
    List<Prediction> predictions = rows.stream().map(RowsOf::prediction).toList();
    return new JournalChart.Prices(
        PricedProduct.pair(List.of(), predictions), Metrics.of(predictions));
  }
}
