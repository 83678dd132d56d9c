package tunebench.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tunebench.protocol.Event;
import tunebench.protocol.JobInfo;
import tunebench.protocol.JobRequest;
import tunebench.protocol.JobState;
import tunebench.protocol.Task;
import tunebench.protocol.Wire;
import tunebench.run.StepPoint;
import tunebench.run.TrainSpec;

/** What may go wrong around the real process. */
class FaultsTest {
  private static final int WINDOWS = 6;

  @TempDir Path folder;

  @Test
  void windowsThatAreKilledAtAnyStepCostTheRunNothingAndTheNextShowsEveryStep() throws Exception {
    Path home = folder.resolve("home");
    RealService service = RealService.start(home);
    String dataset = Waiting.dataset(service.client(), TinyShop.csv(folder.resolve("a.csv"), 60));
    int many = 1_000_000;
    TrainSpec spec = TinyShop.spec(TinyShop.model(folder.resolve("m")), dataset, many, many);
    Random random = new Random(20261126);
    String wanted = Wire.write(spec);
    List<Integer> kills = new ArrayList<>();
    int seen = 0;
    for (int window = 0; window < WINDOWS; window++) {
      try (DoomedWindow doomed = new DoomedWindow(home, wanted)) {
        wanted = doomed.next();
        // Some steps more than the window before saw.
        int until = seen + random.nextInt(1, 100);
        for (int step = 1; step <= until; step++) {
          assertThat(doomed.next()).as("no gap, nothing twice").isEqualTo("" + step);
        }
        seen = until;
        kills.add(until);
      }
    }
    service.client().send(new JobRequest.Finish("j1"));
    Waiting.state(service.client(), "j1", JobState.DONE);
    List<Integer> steps =
        Waiting.steps(service.client(), wanted).stream().map(StepPoint::step).toList();
    assertThat(steps)
        .hasSizeGreaterThan(seen)
        .isEqualTo(IntStream.rangeClosed(1, steps.size()).boxed().toList());
    System.out.printf(
        "PRINT windows killed at steps %s of a run that went on to step %d; each showed all%n",
        kills, steps.size());
    service.stop();
  }

  @Test
  void aCheckpointThatCannotBeWrittenIsToldAndTheRunGoesOn() throws Exception {
    Path home = folder.resolve("home");
    Files.createDirectories(home);
    RealService service = RealService.start(home);
    String dataset = Waiting.dataset(service.client(), TinyShop.csv(folder.resolve("a.csv"), 60));
    TrainSpec spec = TinyShop.spec(TinyShop.model(folder.resolve("m")), dataset, 30, 5);
    List<String> remarks = new ArrayList<>();
    List<JobInfo> jobs = new ArrayList<>();
    try (var _ =
        service
            .client()
            .follow(
                null,
                n -> {
                  if (n.event() instanceof Event.Remark remark) {
                    remarks.add(remark.sentence());
                  }
                },
                c -> {})) {
      Waiting.event(
          service.client(),
          Event.Saved.class,
          s -> s.checkpoint().step() == 5,
          () -> jobs.add(Waiting.submit(service.client(), new Task.Train(spec))));
      // A file where the next checkpoint must be put together: every write there fails.
      Path writing = home.resolve("runs").resolve(jobs.getFirst().run()).resolve("checkpoints");
      Path aside = Files.move(writing, writing.resolveSibling("moved"));
      Files.writeString(writing, "in the way");
      Waiting.event(service.client(), Event.Remark.class, r -> true, () -> {});
      Files.delete(writing);
      Files.move(aside, writing);
      Waiting.state(service.client(), jobs.getFirst().id(), JobState.DONE);
    }
    assertThat(remarks).isNotEmpty().allMatch(r -> r.contains("training goes on"));
    service.stop();
  }

  @Test
  void aSecondServiceAndAHomeThatCannotBeWrittenAreRefusedInOneSentence() throws Exception {
    Path home = folder.resolve("home");
    RealService service = RealService.start(home);
    assertThat(said(home, 2)).contains("Another service works with " + home);
    Path file = Files.writeString(folder.resolve("file"), "no folder");
    assertThat(said(file.resolve("home"), 2)).contains("cannot be written");
    service.stop();
  }

  private static String said(Path home, int exitCode) throws Exception {
    Process process =
        new ProcessBuilder(RealService.command(home)).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(text).isEqualTo(exitCode);
    assertThat(text.strip().lines()).as("one sentence, no stack trace").hasSize(1);
    return text;
  }
}
