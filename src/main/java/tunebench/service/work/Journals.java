package tunebench.service.work;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import tunebench.BadInputException;
import tunebench.protocol.ModelReply;
import tunebench.protocol.TrustRequest;
import tunebench.quant.Quantization;
import tunebench.run.EvaluationRow;
import tunebench.run.JournalEntry;
import tunebench.run.RunRecord;
import tunebench.run.RunStatus;
import tunebench.run.StepPoint;
import tunebench.run.TrainSpec;
import tunebench.tensor.Devices;

/** The lab journal: each guess with what was measured, as the store has it at this moment. */
final class Journals {
  private final Engine engine;
  private final JournalStore kept;

  Journals(Engine engine) {
    this.engine = engine;
    this.kept = new JournalStore(engine.home().folder());
  }

  /** What came out, how that was found ({@code measured} or {@code reckoned}), and why. */
  private record Result(String title, double value, String how, String cause, String run) {
    static Result measured(String title, double value, String cause, String run) {
      return new Result(title, value, "measured", cause, run);
    }

    static Result waiting(String title, String run) {
      return measured(title, Double.NaN, "", run);
    }
  }

  List<JournalEntry> entries() throws IOException {
    JournalStore.Content content = kept.read();
    List<JournalEntry> entries = new java.util.ArrayList<>();
    for (JournalStore.Guess guess : content.guesses()) {
      entries.add(entry(guess, content));
    }
    return entries;
  }

  /** Takes a guess, and refuses one that makes no sense. */
  List<JournalEntry> guess(TrustRequest.Guess g) throws IOException {
    if (g.lab() < 1 || g.lab() > 5) {
      throw new BadInputException(
          "There is no lab %d; guesses are for labs 1 to 5.".formatted(g.lab()));
    }
    if (g.value() < 0 || Double.isInfinite(g.value())) {
      throw new BadInputException(
          "A guess of %s is none; give a number of %s from 0 on."
              .formatted(g.value(), unit(g.lab())));
    }
    if (g.lab() == 3 && g.spec() == null) {
      throw new BadInputException("A guess for lab 3 needs the run that memory is planned for.");
    }
    if (g.lab() == 2 || g.lab() > 3) {
      engine.store().get(g.subject());
    }
    kept.guess(
        new JournalStore.Guess(
            g.lab(),
            g.subject(),
            g.value(),
            Instant.now().truncatedTo(ChronoUnit.SECONDS),
            g.spec()));
    return entries();
  }

  /** Remembers what a model's tensors held. */
  void weighed(String folder, String format, long bytes) throws IOException {
    kept.weighed(folder, format, bytes);
  }

  private JournalEntry entry(JournalStore.Guess guess, JournalStore.Content content)
      throws IOException {
    Result result = result(guess, content);
    boolean known = !Double.isNaN(result.value());
    return new JournalEntry(
        guess.lab(),
        guess.subject(),
        result.title(),
        quantity(guess.lab()),
        unit(guess.lab()),
        guess.value(),
        guess.at(),
        result.value(),
        known
            ? JournalWords.verdict(guess.value(), result.value(), unit(guess.lab()), result.how())
            : "",
        result.cause(),
        result.run().isEmpty() ? null : result.run());
  }

  private Result result(JournalStore.Guess guess, JournalStore.Content content) throws IOException {
    try {
      return switch (guess.lab()) {
        case 1 -> weights(guess.subject(), content);
        case 3 -> memory(guess.spec());
        case 4 -> training(guess.subject());
        default -> evaluation(guess.subject());
      };
    } catch (BadInputException e) {
      // What was guessed about is gone: a model's folder was moved, or a run deleted.
      return Result.waiting("no longer there: " + e.getMessage(), "");
    }
  }

  private static Result weights(String subject, JournalStore.Content content) {
    int bar = subject.lastIndexOf('|');
    String folder = subject.substring(0, Math.max(0, bar));
    Quantization format = Quantization.of(subject.substring(bar + 1));
    ModelReply.Footprint f = Models.footprint(Path.of(folder), format, 0, List.of());
    Long weighed = content.weighed().get(subject);
    long bytes = weighed == null ? f.totalBytes() : weighed;
    return new Result(
        "weights of %s as %s".formatted(Origin.name(folder), format.title()),
        bytes / 1e9,
        weighed == null ? "reckoned" : "measured",
        JournalWords.weights(f, format.title())
            + (weighed == null ? " Reckoned from its config: lab 1 measures it." : ""),
        "");
  }

  private Result memory(@org.jspecify.annotations.Nullable TrainSpec spec) {
    if (spec == null) {
      throw new BadInputException("the run that was planned is not kept");
    }
    List<ModelReply.MemoryItem> items =
        new MemoryPlanner(engine).items(spec, Devices.choose(spec.model().device()).isGpu());
    return new Result(
        "training %s as %s, %d rows at a time"
            .formatted(
                Origin.name(spec.model().folder()),
                Quantization.of(spec.model().quantization()).title(),
                spec.training().batch()),
        items.stream().mapToLong(ModelReply.MemoryItem::bytes).sum() / 1e9,
        "planned",
        JournalWords.memory(items),
        "");
  }

  private Result training(String run) throws IOException {
    RunRecord record = engine.store().get(run);
    flush();
    List<StepPoint> steps = engine.store().steps(run, 0, 0);
    if (!record.summary().status().ended() || steps.isEmpty()) {
      return Result.waiting(record.summary().name(), run);
    }
    HalfFall half = HalfFall.of(steps);
    return Result.measured(
        record.summary().name(), half.step(), JournalWords.fall(half, steps), run);
  }

  private Result evaluation(String run) throws IOException {
    RunRecord record = new RowsOf(engine.store()).evaluation(run);
    flush();
    if (record.summary().status() != RunStatus.FINISHED || record.scores().isEmpty()) {
      return Result.waiting(record.summary().name(), run);
    }
    List<EvaluationRow> rows = new RowsOf(engine.store()).rows(run);
    return Result.measured(
        record.summary().name(),
        record.scores().getLast().mae(),
        JournalWords.errors(record, rows),
        run);
  }

  private void flush() throws IOException {
    try {
      engine.recorder().flush();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new java.io.InterruptedIOException("the service is ending");
    }
  }

  static String quantity(int lab) {
    return switch (lab) {
      case 1 -> "memory of the weights";
      case 3 -> "memory that training takes";
      case 4 -> "steps until the loss is half-way down";
      default -> "mean absolute error";
    };
  }

  static String unit(int lab) {
    return switch (lab) {
      case 1, 3 -> "GB";
      case 4 -> "steps";
      default -> "dollars";
    };
  }
}
