package tunebench.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tunebench.protocol.DataRequest;
import tunebench.protocol.JobInfo;
import tunebench.protocol.JobRequest;
import tunebench.protocol.JobState;
import tunebench.protocol.Outcome;
import tunebench.protocol.ServiceRequest;
import tunebench.protocol.Task;
import tunebench.protocol.TrustRequest;
import tunebench.run.DataChoice;
import tunebench.run.DecoderChoice;
import tunebench.run.ModelChoice;
import tunebench.run.RunStatus;
import tunebench.run.TrainSpec;
import tunebench.service.libtorch.FileServer;
import tunebench.tensor.Libtorch;

/** The queue over a restart, and what runs beside it. */
class QueueTest {
  @TempDir Path folder;

  @Test
  void whatWaitsOutlivesAKillInItsOrder() throws Exception {
    Path home = folder.resolve("home");
    Path model = TinyShop.model(folder.resolve("model"));
    Path csv = TinyShop.csv(folder.resolve("shop.csv"), 60);
    RealService service = RealService.start(home);
    String dataset = Waiting.dataset(service.client(), csv);
    TrainSpec endless = TinyShop.spec(model, dataset, 5_000, 5_000);
    TrainSpec brief = TinyShop.spec(model, dataset, 3, 3);
    JobInfo running = Waiting.submit(service.client(), new Task.Train(endless));
    JobInfo second = Waiting.submit(service.client(), new Task.Train(brief));
    Path priced = folder.resolve("priced.csv");
    JobInfo third =
        Waiting.submit(
            service.client(),
            new Task.Predict(
                new ModelChoice(model.toString(), "bf16", "cpu"),
                "",
                csv.toString(),
                Map.of(),
                "V1",
                DecoderChoice.topThree(),
                64,
                priced.toString()));
    JobInfo cancelled = Waiting.submit(service.client(), new Task.Train(brief));
    service.client().send(new JobRequest.Move(third.id(), 1));
    service.client().send(new JobRequest.Cancel(cancelled.id()));
    Waiting.state(service.client(), running.id(), JobState.RUNNING);
    service.kill();

    service = RealService.start(home);
    List<JobInfo> jobs = service.client().send(new JobRequest.Jobs()).jobs();
    assertThat(jobs).extracting(JobInfo::id).containsExactly(third.id(), second.id());
    Waiting.state(service.client(), third.id(), JobState.DONE);
    Waiting.state(service.client(), second.id(), JobState.DONE);
    assertThat(Files.readAllLines(priced)).hasSize(61);
    assertThat(Waiting.steps(service.client(), second.run())).hasSize(3);
    assertThat(Waiting.run(service.client(), running.run()).summary().status())
        .isEqualTo(RunStatus.INTERRUPTED);
    assertThat(service.client().send(new ServiceRequest.Hello()).runsToResume()).isEqualTo(1);
    JobInfo next = Waiting.submit(service.client(), new Task.Train(brief));
    assertThat(next.id()).as("no id is used twice").isNotIn(second.id(), third.id());
    service.stop();
  }

  @Test
  void whatNeedsNoDeviceDoesNotWaitForIt() throws Exception {
    Path model = TinyShop.model(folder.resolve("model"));
    Path csv = TinyShop.csv(folder.resolve("shop.csv"), 60);
    try (Service service = Service.open(folder.resolve("home"), Path.of(""));
        FileServer server = new FileServer()) {
      InProcessClient client = new InProcessClient(service);
      String dataset = Waiting.dataset(client, csv);
      JobInfo training =
          Waiting.submit(client, new Task.Train(TinyShop.spec(model, dataset, 5_000, 5_000)));
      Waiting.state(client, training.id(), JobState.RUNNING);

      var imported =
          (Outcome.Imported)
              done(client, new Task.Import(csv.toString(), DataRequest.ImportChoice.standard()));
      assertThat(imported.dataset().accepted()).isEqualTo(60);
      var footprints =
          (Outcome.Footprints)
              done(client, new Task.Footprint(model.toString(), List.of("nf4"), 0, List.of()));
      assertThat(footprints.table().rows()).hasSize(1);
      var checked =
          (Outcome.Checked)
              done(client, new Task.Check(new DataChoice(dataset, "V1", 0, 8, 8, 42), "", 64));
      assertThat(checked.findings())
          .isEqualTo(
              client.send(
                  new TrustRequest.CheckData(new DataChoice(dataset, "V1", 0, 8, 8, 42), "", 64)));
      var tokenised =
          (Outcome.Tokenised)
              done(
                  client,
                  new Task.Tokenise(
                      new DataChoice(dataset, "V1", 0, 8, 8, 42), "train", model.toString()));
      assertThat(tokenised.lengths().counts().stream().mapToInt(n -> n).sum()).isEqualTo(44);
      System.setProperty("tunebench.libtorch.url", server.address());
      server.library("cu128/" + Libtorch.platform(), "libtorch.so", new byte[99]);
      var fetched = (Outcome.Fetched) done(client, new Task.FetchLibtorch(""));
      assertThat(Path.of(fetched.folder(), "libtorch.so")).hasSize(99);
      assertThat(client.send(new JobRequest.Job(training.id())).job().state())
          .isEqualTo(JobState.RUNNING);
    } finally {
      System.clearProperty("tunebench.libtorch.url");
    }
  }

  private static Outcome done(InProcessClient client, Task task) {
    JobInfo job = Waiting.submit(client, task);
    return Objects.requireNonNull(Waiting.state(client, job.id(), JobState.DONE).outcome());
  }
}
