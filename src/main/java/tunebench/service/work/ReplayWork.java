package tunebench.service.work;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import tunebench.protocol.Outcome;
import tunebench.run.EvaluationRow;
import tunebench.run.PassportExplanation;
import tunebench.run.RunRecord;
import tunebench.run.StepPoint;
import tunebench.service.job.Ending;
import tunebench.service.job.JobControl;
import tunebench.service.job.JobWork;

/**
 * Makes a run once more under another id, then holds the two against each other: every loss, every
 * guess, and the last adapter's weights.
 */
final class ReplayWork implements JobWork {
  private final Engine engine;
  private final String of;
  private final JobWork work;

  /**
   * Sets up.
   *
   * @param of the run that is repeated
   * @param work makes the new one
   */
  ReplayWork(Engine engine, String of, JobWork work) {
    this.engine = engine;
    this.of = of;
    this.work = work;
  }

  @Override
  public String run() {
    return work.run();
  }

  @Override
  public Ending run(JobControl control) throws Exception {
    Ending ending = work.run(control);
    return ending instanceof Ending.Done ? new Ending.Done(held()) : ending;
  }

  private Outcome.Replayed held() throws IOException, InterruptedException {
    engine.recorder().flush();
    RunRecord first = engine.store().get(of);
    RunRecord second = engine.store().get(run());
    int step = steps();
    int row = rows();
    String weights = weights(first, second);
    boolean same = step == 0 && row == 0 && weights.isEmpty();
    StringBuilder says = new StringBuilder();
    if (same) {
      says.append(
          first.train() != null
              ? "The same to the bit: every loss and every weight of the adapter."
              : "The same to the bit: every guess and every probability.");
    } else {
      says.append(step > 0 ? "Step %d is the first whose loss differs. ".formatted(step) : "");
      says.append(row > 0 ? "Line %d is the first whose guess differs. ".formatted(row) : "");
      says.append(weights);
      says.append(why());
    }
    return new Outcome.Replayed(run(), of, same, step, says.toString().strip());
  }

  /** The first step that differs, 0 for none. Seconds and memory may. */
  private int steps() {
    List<StepPoint> first = engine.store().steps(of, 0, 0);
    List<StepPoint> second = engine.store().steps(run(), 0, 0);
    for (int i = 0; i < Math.max(first.size(), second.size()); i++) {
      if (i >= first.size() || i >= second.size() || !same(first.get(i), second.get(i))) {
        return i + 1;
      }
    }
    return 0;
  }

  private static boolean same(StepPoint a, StepPoint b) {
    return Double.compare(a.loss(), b.loss()) == 0
        && Double.compare(a.priceLoss(), b.priceLoss()) == 0
        && Double.compare(a.gradientNorm(), b.gradientNorm()) == 0
        && a.rows().equals(b.rows())
        && a.rowLosses().equals(b.rowLosses());
  }

  /** The line of the first row that differs, 0 for none. */
  private int rows() {
    List<EvaluationRow> first = engine.store().rows(of, "");
    List<EvaluationRow> second = engine.store().rows(run(), "");
    for (int i = 0; i < Math.max(first.size(), second.size()); i++) {
      if (i >= first.size() || i >= second.size() || !first.get(i).equals(second.get(i))) {
        return (i < first.size() ? first : second).get(i).line();
      }
    }
    return 0;
  }

  private static String weights(RunRecord first, RunRecord second) throws IOException {
    if (first.train() == null) {
      return "";
    }
    if (first.checkpoints().isEmpty() || second.checkpoints().isEmpty()) {
      return "An adapter is missing, so weights cannot be compared. ";
    }
    Path a = Path.of(first.checkpoints().getLast().folder());
    Path b = Path.of(second.checkpoints().getLast().folder());
    String file = "adapter_model.safetensors";
    return Hashes.of(a.resolve(file)).equals(Hashes.of(b.resolve(file)))
        ? ""
        : "The adapters' weights differ. ";
  }

  private String why() throws IOException {
    Passports passports = new Passports(engine);
    String differs = PassportExplanation.of(passports.read(of), passports.read(run())).sentence();
    return Objects.requireNonNull(differs);
  }

  @Override
  public String explain(Exception failure) {
    return work.explain(failure);
  }

  @Override
  public void abandoned(boolean failed, String reason) {
    work.abandoned(failed, reason);
  }
}
