package tunebench.service.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tunebench.BadInputException;
import tunebench.hub.FakeHub;
import tunebench.protocol.HubReply;
import tunebench.protocol.HubRequest;
import tunebench.protocol.JobInfo;
import tunebench.protocol.JobReply;
import tunebench.protocol.JobRequest;
import tunebench.protocol.JobState;
import tunebench.protocol.ModelReply;
import tunebench.protocol.ModelRequest;
import tunebench.protocol.Outcome;
import tunebench.protocol.Task;
import tunebench.run.RunRecord;
import tunebench.run.TrackChoice;
import tunebench.run.TrainSpec;
import tunebench.service.InProcessClient;
import tunebench.service.Service;
import tunebench.service.TinyShop;
import tunebench.service.Waiting;

class HubJobsTest {
  private static final String ID = "acme/tiny";

  @TempDir private Path folder = Path.of("");
  private final FakeHub hub = new FakeHub();
  private @Nullable Service service;
  private @Nullable InProcessClient open;

  @BeforeEach
  void start() throws IOException {
    System.setProperty("HF_ENDPOINT", hub.endpoint().toString());
    System.setProperty("HF_HOME", folder.resolve("hf").toString());
    System.setProperty("HF_TOKEN", "hf_right");
    Map<String, byte[]> files = new HashMap<>();
    Path model = TinyShop.model(folder.resolve("model"));
    try (Stream<Path> found = Files.list(model)) {
      for (Path file : found.toList()) {
        files.put(file.getFileName().toString(), Files.readAllBytes(file));
      }
    }
    hub.put(ID, files);
    hub.describe(
        ID,
        """
        {"config":{"architectures":["LlamaForCausalLM"]},"downloads":7,"tags":["license:mit"],
         "safetensors":{"parameters":{"BF16":1000},"total":1000}}\
        """);
    Service made = Service.open(folder.resolve("home"), Path.of(""));
    service = made;
    open = new InProcessClient(made);
  }

  @AfterEach
  void close() throws IOException {
    Objects.requireNonNull(service).close();
    hub.close();
    List.of("HF_ENDPOINT", "HF_HOME", "HF_TOKEN").forEach(System::clearProperty);
  }

  private InProcessClient client() {
    return Objects.requireNonNull(open);
  }

  private JobReply.JobDetail done(Task task) {
    return Waiting.state(client(), Waiting.submit(client(), task).id(), JobState.DONE);
  }

  @Test
  void modelIsFoundLookedAtDownloadedAndListed() {
    HubReply.HubPage page =
        client().send(new HubRequest.HubSearch("tiny", "llama", false, true, 10));
    HubReply.HubModel model = page.found().getFirst();
    assertThat(model.family()).isEqualTo("LLAMA");
    assertThat(model.fit()).isEqualTo("TRAINS");
    assertThat(model.downloadBytes()).isEqualTo(2_000);
    assertThat(model.folder()).isEmpty();
    assertThat(page.memoryBytes()).isPositive();

    HubReply.HubDetail detail = client().send(new HubRequest.HubLook(ID, false));
    assertThat(detail.obstacle()).isEmpty();
    assertThat(detail.missingBytes()).isEqualTo(detail.bytes()).isPositive();
    assertThat(detail.page()).isEqualTo(hub.endpoint() + "/acme/tiny");
    assertThat(detail.files())
        .extracting(HubReply.HubFile::path)
        .contains("config.json", "model.safetensors");
    assertThat(detail.footprints())
        .extracting(ModelReply.Footprint::quantization)
        .contains("bf16", "nf4-double");

    Outcome.Downloaded downloaded =
        (Outcome.Downloaded) Objects.requireNonNull(done(new Task.Download(ID, false)).outcome());
    assertThat(Path.of(downloaded.folder(), "config.json")).isRegularFile();
    assertThat(client().send(new ModelRequest.Models()).models())
        .extracting(ModelReply.ModelInfo::name)
        .contains(ID);
    assertThat(client().send(new HubRequest.HubHeld()).held())
        .containsExactly(new HubReply.HubHeldRepo(ID, false, downloaded.folder(), true));
    assertThat(client().send(new HubRequest.HubLook(ID, false)).missingBytes()).isZero();
  }

  @Test
  void downloadIsPausedAndGoesOn() {
    hub.slow(50);
    JobInfo job = Waiting.submit(client(), new Task.Download(ID, false));
    Waiting.state(client(), job.id(), JobState.RUNNING);
    client().send(new JobRequest.Pause(job.id()));
    Waiting.state(client(), job.id(), JobState.PAUSED);
    hub.slow(0);
    client().send(new JobRequest.Resume(job.id()));
    assertThat(Waiting.state(client(), job.id(), JobState.DONE).job().done()).isPositive();
  }

  @Test
  void gateIsAnObstacleWithThePageToOpen() {
    hub.gate(ID, "manual");
    HubReply.HubDetail detail = client().send(new HubRequest.HubLook(ID, false));
    assertThat(detail.obstacle())
        .contains("is gated", "open " + hub.endpoint() + "/acme/tiny", "accept its terms");
    assertThat(detail.model().gated()).isEqualTo("manual");
    JobInfo job = Waiting.submit(client(), new Task.Download(ID, false));
    assertThat(Waiting.state(client(), job.id(), JobState.FAILED).job().problem())
        .contains("is gated");
  }

  @Test
  void tokenIsKeptAndNeverShown() {
    System.clearProperty("HF_TOKEN");
    assertThat(client().send(new HubRequest.HubAccount()).name()).isEmpty();
    assertThatThrownBy(() -> client().send(new HubRequest.HubLogin("hf_wrong")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("does not take the token")
        .hasMessageNotContaining("hf_wrong");
    HubReply.HubAccount account = client().send(new HubRequest.HubLogin("hf_right"));
    assertThat(account.name()).isEqualTo("ada");
    assertThat(account.toString()).doesNotContain("hf_right");
    assertThat(new HubRequest.HubLogin("hf_right").toString()).doesNotContain("hf_right");
    client().send(new HubRequest.HubLogout());
    assertThat(client().send(new HubRequest.HubAccount()).name()).isEmpty();
  }

  @Test
  void everySaveIsACommitAndTheAdapterIsLoadedBackByItsRevision() throws IOException {
    String dataset = Waiting.dataset(client(), TinyShop.csv(folder.resolve("shop.csv"), 40));
    TrainSpec spec =
        TinyShop.spec(folder.resolve("model"), dataset, 6, 3)
            .telling(new TrackChoice(List.of(), "auto"));
    JobInfo job = Waiting.submit(client(), new Task.Train(spec));
    Waiting.state(client(), job.id(), JobState.DONE);
    RunRecord run = Waiting.run(client(), job.run());
    List<String> summaries = summaries(2);
    assertThat(summaries)
        .containsExactly("Training in progress, step 3", "Training in progress, step 6");
    String name = hub.names().stream().filter(n -> n.startsWith("ada/")).findFirst().orElseThrow();
    assertThat(name).matches("ada/pricer-\\d{4}-\\d\\d-\\d\\d_\\d\\d\\.\\d\\d\\.\\d\\d");
    assertThat(hub.isHidden(name)).isTrue();
    assertThat(hub.text(name, "README.md"))
        .contains("library_name: peft", "| `adapter.rank` | 4 |", "charts/loss.png")
        .doesNotContain(folder.toString());

    Outcome.Uploaded uploaded =
        (Outcome.Uploaded)
            Objects.requireNonNull(
                done(new Task.Upload(run.id(), "last", "ada/final", false)).outcome());
    Outcome.Downloaded back =
        (Outcome.Downloaded)
            Objects.requireNonNull(
                done(new Task.Download(uploaded.repo() + "@" + uploaded.revision(), false))
                    .outcome());
    assertThat(Path.of(back.folder(), "adapter_model.safetensors"))
        .hasSameBinaryContentAs(
            Path.of(run.checkpoints().getLast().folder(), "adapter_model.safetensors"));
  }

  /** The commits of the run's repository, once there are so many: they come in the background. */
  private List<String> summaries(int wanted) {
    long until = System.nanoTime() + 60_000_000_000L;
    List<String> found = List.of();
    while (found.size() < wanted && System.nanoTime() < until) {
      LockSupport.parkNanos(20_000_000);
      found =
          hub.names().stream()
              .filter(n -> n.startsWith("ada/"))
              .flatMap(n -> hub.summaries(n).stream())
              .toList();
    }
    return found;
  }
}
