package tunebench.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tunebench.protocol.Event;
import tunebench.protocol.JobInfo;
import tunebench.protocol.JobState;
import tunebench.protocol.Task;
import tunebench.run.StepPoint;
import tunebench.run.TrainSpec;

/** What may go wrong around the real process. */
class FaultsTest {
  @TempDir Path folder;

  @Test
  void aWindowThatIsKilledCostsTheRunNothing() throws Exception {
    Path home = folder.resolve("home");
    RealService service = RealService.start(home);
    String dataset = Waiting.dataset(service.client(), TinyShop.csv(folder.resolve("a.csv"), 60));
    TrainSpec spec = TinyShop.spec(TinyShop.model(folder.resolve("m")), dataset, 60, 50);
    // The "window": a process that submits and is killed while it follows.
    Process window =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                DoomedWindow.class.getName(),
                home.toString(),
                tunebench.protocol.Wire.write(spec))
            .redirectErrorStream(true)
            .start();
    String run =
        new String(window.getInputStream().readNBytes(22), java.nio.charset.StandardCharsets.UTF_8);
    window.destroyForcibly().waitFor();

    Waiting.state(service.client(), "j1", JobState.DONE);
    List<Integer> all = IntStream.rangeClosed(1, 60).boxed().toList();
    assertThat(Waiting.steps(service.client(), run)).extracting(StepPoint::step).isEqualTo(all);
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
    String text =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(text).isEqualTo(exitCode);
    assertThat(text.strip().lines()).as("one sentence, no stack trace").hasSize(1);
    return text;
  }
}
