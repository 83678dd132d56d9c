package tunebench.service.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tunebench.protocol.Event;
import tunebench.protocol.JobInfo;
import tunebench.protocol.JobRequest;
import tunebench.protocol.JobState;
import tunebench.protocol.Task;
import tunebench.run.Checkpoint;
import tunebench.run.CheckpointChoice;
import tunebench.run.Hyperparameters;
import tunebench.run.RunRecord;
import tunebench.run.RunStatus;
import tunebench.run.StepPoint;
import tunebench.run.TrainSpec;
import tunebench.service.TinyShop;
import tunebench.service.Waiting;

class TrainWorkTest extends ServedShop {

  @Test
  void aPausedAndResumedRunEqualsTheUninterruptedOneToTheBit() throws IOException {
    TrainSpec spec = TinyShop.spec(model, dataset, 24, 5);
    RunRecord whole = finished(Waiting.submit(client, new Task.Train(spec)));
    JobInfo job = pausedAt(spec, 7);

    client.send(new JobRequest.Resume(job.id()));
    RunRecord resumed = finished(job);

    assertThat(losses(resumed)).hasSize(24).isEqualTo(losses(whole));
    assertThat(adapter(resumed)).isEqualTo(adapter(whole));
    assertThat(resumed.settings()).containsEntry("adapter.rank", "4").isEqualTo(whole.settings());
    assertThat(resumed.peakBytes()).isPositive();
  }

  @Test
  void aRunGoesOnInTheNextServiceAndSurvivesADamagedCheckpoint() throws IOException {
    TrainSpec spec = TinyShop.spec(model, dataset, 24, 5);
    RunRecord whole = finished(Waiting.submit(client, new Task.Train(spec)));
    RunRecord paused = Waiting.run(client, pausedAt(spec, 11).run());
    Path newest = Path.of(paused.checkpoints().getLast().folder()).resolve("optimizer.safetensors");
    byte[] bytes = Files.readAllBytes(newest);
    bytes[bytes.length - 3] ^= 1;
    Files.write(newest, bytes);
    service.close();
    start();
    List<String> remarks = new ArrayList<>();
    try (var _ = client.follow(null, n -> remark(n.event(), remarks), c -> {})) {
      JobInfo job = Waiting.submit(client, new Task.ResumeRun(paused.id()));
      RunRecord resumed = finished(job);

      assertThat(losses(resumed)).isEqualTo(losses(whole));
      assertThat(adapter(resumed)).isEqualTo(adapter(whole));
    }
    assertThat(remarks).singleElement().asString().contains("is damaged", "optimizer.safetensors");
  }

  private static void remark(Event event, List<String> remarks) {
    if (event instanceof Event.Remark remark) {
      remarks.add(remark.sentence());
    }
  }

  private JobInfo pausedAt(TrainSpec spec, int step) {
    JobInfo[] job = new JobInfo[1];
    Waiting.event(
        client,
        Event.Stepped.class,
        s -> s.step().step() >= step,
        () -> job[0] = Waiting.submit(client, new Task.Train(spec)));
    client.send(new JobRequest.Pause(job[0].id()));
    JobInfo paused = Waiting.state(client, job[0].id(), JobState.PAUSED).job();
    assertThat(Waiting.run(client, paused.run()).summary().step()).isBetween(step, 23);
    assertThat(Waiting.run(client, paused.run()).summary().status()).isEqualTo(RunStatus.PAUSED);
    return paused;
  }

  @Test
  void theBestByMaeIsKeptAndTrainingStopsEarly() {
    TrainSpec spec = TinyShop.spec(model, dataset, 200, 50);
    TrainSpec judged = with(spec, new CheckpointChoice(50, 2, 2, 0, 3, 0, 0), 0.05);

    RunRecord run = finished(Waiting.submit(client, new Task.Train(judged)));

    double best = run.scores().stream().mapToDouble(s -> s.mae()).min().orElseThrow();
    assertThat(run.summary().mae()).isEqualTo(best);
    assertThat(run.summary().reason()).contains("no better MAE");
    assertThat(run.summary().step()).isLessThan(200);
    assertThat(run.checkpoints())
        .filteredOn(Checkpoint::best)
        .isNotEmpty()
        .allSatisfy(c -> assertThat(c.mae()).isEqualTo(best))
        .allSatisfy(c -> assertThat(Path.of(c.folder())).isDirectory());
    Checkpoint last = run.checkpoints().getLast();
    assertThat(last.step()).as("the last is kept as well").isEqualTo(run.summary().step());
    assertThat(last.best()).isFalse();
    assertThat(Path.of(last.folder())).isDirectory();
  }

  @Test
  void theWatchdogStopsARunWhoseLossIsLost() {
    TrainSpec spec = TinyShop.spec(model, dataset, 200, 50);

    RunRecord run =
        finished(
            Waiting.submit(
                client,
                new Task.Train(with(spec, new CheckpointChoice(50, 2, 0, 0, 0, 0.1, 4), 1e-3))));

    assertThat(run.summary().step()).isEqualTo(4);
    assertThat(run.summary().reason()).contains("above 0.1 for 4 steps");
  }

  @Test
  void nanStopsTheRunAndNamesItsStepAndRows() {
    TrainSpec spec =
        with(
            TinyShop.spec(model, dataset, 200, 1), new CheckpointChoice(1, 2, 0, 0, 0, 0, 0), 1e38);

    JobInfo job = Waiting.submit(client, new Task.Train(spec));
    Waiting.state(client, job.id(), JobState.FAILED);

    RunRecord run = Waiting.run(client, job.run());
    int step = run.summary().step();
    assertThat(run.summary().status()).isEqualTo(RunStatus.FAILED);
    List<StepPoint> steps = Waiting.steps(client, job.run());
    assertThat(run.summary().reason())
        .contains(
            "Step " + step, "lines " + steps.getLast().rows(), "step " + (step - 1) + " is kept");
    assertThat(run.checkpoints().getLast().step()).isEqualTo(step - 1);
  }

  private static TrainSpec with(TrainSpec s, CheckpointChoice saving, double rate) {
    Hyperparameters h = s.training();
    var training =
        new Hyperparameters(
            h.epochs(),
            h.batch(),
            h.accumulation(),
            rate,
            h.warmupRatio(),
            h.weightDecay(),
            h.maxGradientNorm(),
            h.maxTokens(),
            h.dropLong(),
            h.trainOnEnd(),
            h.groupByLength(),
            h.checkpointing(),
            h.maxSteps(),
            h.seed());
    return new TrainSpec(s.name(), s.model(), s.data(), s.adapter(), training, saving);
  }

  private RunRecord finished(JobInfo job) {
    Waiting.state(client, job.id(), JobState.DONE);
    RunRecord run = Waiting.run(client, job.run());
    assertThat(run.summary().status()).isEqualTo(RunStatus.FINISHED);
    return run;
  }

  private List<List<Double>> losses(RunRecord run) {
    return Waiting.steps(client, run.id()).stream()
        .map(
            s ->
                List.of(
                    (double) s.step(), s.loss(), s.priceLoss(), s.learningRate(), s.gradientNorm()))
        .toList();
  }

  private static byte[] adapter(RunRecord run) throws IOException {
    return Files.readAllBytes(
        Path.of(run.checkpoints().getLast().folder(), "adapter_model.safetensors"));
  }
}
