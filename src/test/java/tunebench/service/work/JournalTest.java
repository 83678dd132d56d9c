package tunebench.service.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tunebench.BadInputException;
import tunebench.pdf.PdfPage;
import tunebench.pdf.Printed;
import tunebench.protocol.JobInfo;
import tunebench.protocol.JobRequest;
import tunebench.protocol.JobState;
import tunebench.protocol.ModelRequest;
import tunebench.protocol.Task;
import tunebench.protocol.TrustRequest;
import tunebench.run.DecoderChoice;
import tunebench.run.EvaluateSpec;
import tunebench.run.JournalEntry;
import tunebench.run.ModelChoice;
import tunebench.run.RunRecord;
import tunebench.run.StepPoint;
import tunebench.run.TrainSpec;
import tunebench.service.InProcessClient;
import tunebench.service.Service;
import tunebench.service.TinyShop;
import tunebench.service.Waiting;

/** Guesses are kept, held against what the store measured, and exported as a page. */
class JournalTest extends ServedShop {
  private TrainSpec spec;

  /** One price alone: even so small a model learns it, and its loss falls. */
  @Override
  Path shop() throws IOException {
    Path file = super.shop();
    return Files.writeString(file, Files.readString(file).replaceAll("\\d+\\.99", "20.00"));
  }

  @BeforeEach
  void specify() {
    spec = Specs.with(TinyShop.spec(model, dataset, 60, 60), "training.learningRate", "0.02");
  }

  private String evaluated(String adapter) {
    var evaluation =
        new EvaluateSpec(
            "",
            spec.model(),
            adapter,
            "last",
            spec.data(),
            "test",
            0,
            new DecoderChoice("median", 4),
            4,
            64,
            true);
    return run(new Task.Evaluate(evaluation));
  }

  private List<JournalEntry> guess(int lab, String subject, double value) {
    return client
        .send(new TrustRequest.Guess(lab, subject, lab == 3 ? spec : null, value))
        .entries();
  }

  /** All five labs, guessed and measured. */
  private List<JournalEntry> played() {
    String weights = model + "|nf4";
    guess(1, weights, 0.001);
    done(new Task.LoadModel(new ModelChoice(model.toString(), "nf4", "cpu")));
    guess(2, evaluated(""), 400);
    guess(3, weights + "|" + spec.data().dataset(), 1);
    String run = run(new Task.Train(spec));
    guess(4, run, 6);
    return guess(5, evaluated(run), Double.NaN);
  }

  @Test
  void eachGuessStandsBesideWhatTheStoreMeasured() {
    List<JournalEntry> entries = played();

    assertThat(entries).extracting(JournalEntry::lab).containsExactly(1, 2, 3, 4, 5);
    assertThat(entries).allMatch(JournalEntry::known);
    var loaded =
        client.send(new ModelRequest.Footprints(model.toString(), List.of("nf4"), 0, List.of()));
    // The tables of codes, 3.3 kB, come on top of what the config foretells.
    assertThat(entries.get(0).measured() * 1e9 - loaded.rows().getFirst().totalBytes())
        .isBetween(0.0, 5_000.0);
    for (int lab : new int[] {2, 5}) {
      JournalEntry entry = entries.get(lab - 1);
      RunRecord run = Waiting.run(client, entry.subject());
      assertThat(entry.measured()).isEqualTo(run.scores().getLast().mae());
      assertThat(entry.cause()).contains("The worst 1 of 8 products");
    }
    assertThat(entries.get(2).measured() * 1e9)
        .isCloseTo(
            client.send(new ModelRequest.PlanMemory(spec)).items().stream()
                .mapToDouble(item -> item.bytes())
                .sum(),
            within(0.5));
    List<StepPoint> steps = Waiting.steps(client, entries.get(3).subject());
    double half = (steps.getFirst().priceLoss() + steps.getLast().priceLoss()) / 2;
    int first = steps.stream().filter(s -> s.priceLoss() <= half).findFirst().orElseThrow().step();
    assertThat(entries.get(3).measured()).isEqualTo(first);
    assertThat(entries.get(3).cause()).startsWith("The loss of the price token fell from");
    assertThat(entries.get(4).skipped()).isTrue();
    assertThat(entries.get(4).verdict()).startsWith("Skipped; measured $");
  }

  @Test
  void theFirstWordStandsAndSurvivesTheService() throws IOException {
    String subject = model + "|nf4";
    guess(1, subject, 0.5);
    assertThat(guess(1, subject, 0.00005)).singleElement().matches(e -> e.guess() == 0.5);
    service.close();
    service = Service.open(folder.resolve("home"), Path.of(""));
    client = new InProcessClient(service);
    assertThat(client.send(new TrustRequest.Journal()).entries())
        .singleElement()
        .matches(e -> e.guess() == 0.5 && e.verdict().contains("times too high"));
  }

  @Test
  void aPageHoldsEverythingAndOpensAgain() throws IOException {
    List<JournalEntry> entries = played();

    String html = client.send(new TrustRequest.JournalPage()).html();

    // Nothing is fetched: every picture is in the page, and no address of anything else.
    assertThat(Pattern.compile("(src|href|srcset)=\"(?!data:)").matcher(html).find()).isFalse();
    assertThat(html).doesNotContain("http://", "https://", "@import", "url(");
    // Memory, two evaluations and a curve, each light and dark; lab 3 has no chart.
    assertThat(Pattern.compile("data:image/png;base64,").matcher(html).results().count())
        .isEqualTo(8);
    for (JournalEntry entry : entries) {
      assertThat(html).contains(escaped(entry.verdict())).contains(escaped(entry.cause()));
    }
    String hash = Waiting.run(client, entries.get(1).subject()).provenance().device();
    assertThat(html).contains("<summary>Passport</summary>").contains(escaped(hash));
    try (Printed pdf = Printed.of(PdfPage.of(html))) {
      assertThat(pdf.pictures()).as("the light ones").isEqualTo(4);
      assertThat(pdf.text())
          .contains(entries.stream().map(e -> Printed.words(e.verdict())).toList())
          .contains("Passport", Printed.words(hash))
          .doesNotContain("\"entries\"");
      for (int page = 1; page <= pdf.pages(); page++) {
        assertThat(pdf.rightmost(page)).isLessThan(pdf.width(page));
      }
    }
    assertThat(opened("journal.html", html)).isEqualTo(entries);
    assertThatThrownBy(() -> opened("other.html", "<p>Another page"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("holds no lab journal");
  }

  private List<JournalEntry> opened(String name, String html) throws IOException {
    Path file = Files.writeString(folder.resolve(name), html);
    return client.send(new TrustRequest.OpenJournal(file.toString())).entries();
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  @Test
  void nonsenseIsRefused() {
    for (double value : new double[] {-1, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> guess(1, model + "|nf4", value))
          .isInstanceOf(BadInputException.class);
    }
    assertThatThrownBy(() -> guess(6, "x", 1)).hasMessageContaining("no lab 6");
    assertThatThrownBy(() -> guess(4, "nobody", 1)).hasMessageContaining("nobody");
    assertThatThrownBy(() -> client.send(new TrustRequest.JournalPage()))
        .hasMessageContaining("The journal is empty");
  }

  @Test
  void anEntryWithoutResultSaysSo() {
    JobInfo job =
        Waiting.submit(client, new Task.Train(Specs.with(spec, "training.maxSteps", "4000")));
    List<JournalEntry> entries = new ArrayList<>(guess(4, job.run(), 9));
    assertThat(entries).singleElement().matches(e -> !e.known() && e.verdict().isEmpty());
    client.send(new JobRequest.Cancel(job.id()));
    Waiting.state(client, job.id(), JobState.CANCELLED);
  }
}
