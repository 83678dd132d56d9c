package tunebench.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tunebench.protocol.JobInfo;
import tunebench.protocol.JobState;
import tunebench.protocol.ModelReply;
import tunebench.protocol.ModelRequest;
import tunebench.protocol.Task;
import tunebench.run.ModelChoice;
import tunebench.run.RunRecord;
import tunebench.run.TrainSpec;

/** What a run took corrects the plan of the next, through the service's process. */
class PlanCorrectionTest {
  private static final Path BASE = Path.of("assets", "models", "tunebench-base").toAbsolutePath();

  @TempDir Path folder;

  @Test
  void theMeasuredPeakStandsBesideThePlanAndCorrectsTheNextOne() throws Exception {
    RealService service = RealService.start(folder.resolve("home"));
    String dataset = Waiting.dataset(service.client(), TinyShop.csv(folder.resolve("a.csv"), 60));
    TrainSpec tiny = TinyShop.spec(TinyShop.model(folder.resolve("m")), dataset, 30, 30);
    TrainSpec spec = TinyShop.large(new ModelChoice(BASE.toString(), "nf4", "cpu"), tiny, 8, 64);

    ModelReply.MemoryPlan first = plan(service, spec);
    RunRecord run = trained(service, spec);
    ModelReply.MemoryPlan second = plan(service, spec);

    long items = first.items().stream().mapToLong(ModelReply.MemoryItem::bytes).sum();
    assertThat(first.correction()).as("nothing was measured yet").isEqualTo(1);
    assertThat(run.planBytes()).isEqualTo(items).isEqualTo(first.totalBytes());
    assertThat(run.peakBytes()).isPositive();
    assertThat(second.items()).isEqualTo(first.items());
    assertThat(error(second, run)).isLessThan(error(first, run)).isLessThan(0.001);

    // Runs of another size do not spoil what is known of this one, and a warm process's counts.
    trained(service, tiny);
    trained(service, spec);
    ModelReply.MemoryPlan third = plan(service, spec);
    // A thread does not see every peak of some milliseconds: the highest of three was seen best.
    RunRecord again =
        Stream.generate(() -> trained(service, spec))
            .limit(3)
            .max(Comparator.comparingLong(RunRecord::peakBytes))
            .orElseThrow();
    System.out.printf(
        "PRINT planned %.2f MB, measured %.2f; planned next %.2f, then %.2f, measured %.2f%n",
        first.totalBytes() / 1e6,
        run.peakBytes() / 1e6,
        second.totalBytes() / 1e6,
        third.totalBytes() / 1e6,
        again.peakBytes() / 1e6);
    // Runs of one size differ by a tenth.
    assertThat(error(third, again)).isLessThan(0.2);
    service.stop();
  }

  private static double error(ModelReply.MemoryPlan plan, RunRecord run) {
    return Math.abs(plan.totalBytes() - run.peakBytes()) / (double) run.peakBytes();
  }

  private static ModelReply.MemoryPlan plan(RealService service, TrainSpec spec) {
    return service.client().send(new ModelRequest.PlanMemory(spec));
  }

  private static RunRecord trained(RealService service, TrainSpec spec) {
    JobInfo job = Waiting.submit(service.client(), new Task.Train(spec));
    Waiting.state(service.client(), job.id(), JobState.DONE);
    return Waiting.run(service.client(), job.run());
  }
}
