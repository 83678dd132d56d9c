package tunebench.service.libtorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tunebench.BadInputException;
import tunebench.protocol.Event;
import tunebench.protocol.JobInfo;
import tunebench.protocol.JobRequest;
import tunebench.protocol.JobState;
import tunebench.protocol.Outcome;
import tunebench.protocol.ServiceRequest;
import tunebench.protocol.Task;
import tunebench.service.InProcessClient;
import tunebench.service.Service;
import tunebench.service.Waiting;
import tunebench.tensor.Libtorch;

/** The fetching of libtorch as a person sees it: size, progress, an end, a pause, a resumption. */
class FetchJobTest {
  @TempDir Path folder;
  private final byte[] torch = new byte[3_000_000];
  private FileServer server;
  private Service service;
  private InProcessClient client;

  @BeforeEach
  void serve() throws IOException {
    new Random(5).nextBytes(torch);
    server = new FileServer();
    server.library("cu128/" + Libtorch.platform(), "libtorch.so", torch);
    System.setProperty("tunebench.libtorch.url", server.address());
    service = Service.open(folder.resolve("home"), Path.of(""));
    client = new InProcessClient(service);
  }

  @AfterEach
  void close() throws IOException {
    service.close();
    server.close();
    System.clearProperty("tunebench.libtorch.url");
  }

  @Test
  void sizeAndProgressAreSaidAndItIsCancelledPausedAndGoesOn() throws Exception {
    server.slowMillis = 60;
    JobInfo first = underWay();
    assertThat(first.stage()).isEqualTo("fetching 3 MB");
    assertThat(first.unit()).isEqualTo("bytes");
    assertThat(first.total()).isEqualTo(server.length());
    client.send(new JobRequest.Cancel(first.id()));
    Waiting.state(client, first.id(), JobState.CANCELLED);
    long kept = client.send(new ServiceRequest.Libtorch()).partialBytes();
    assertThat(kept).as("stays for the next time").isBetween(1L, server.length() - 1);

    JobInfo second = underWay();
    assertThat(second.done()).as("goes on where it was").isGreaterThan(kept);
    client.send(new JobRequest.Pause(second.id()));
    Waiting.state(client, second.id(), JobState.PAUSED);
    server.slowMillis = 0;
    client.send(new JobRequest.Resume(second.id()));
    var done = Waiting.state(client, second.id(), JobState.DONE);

    Outcome.Fetched fetched = (Outcome.Fetched) Objects.requireNonNull(done.outcome());
    assertThat(Path.of(fetched.folder(), "libtorch.so")).hasBinaryContent(torch);
    assertThat(server.sent.get())
        .as("but for what was on its way when it was broken off twice")
        .isLessThan(server.length() + 4 * server.length() / 20);
  }

  /** Begins to fetch, and waits until something came. */
  private JobInfo underWay() {
    return Waiting.event(
            client,
            Event.JobChanged.class,
            e -> e.job().state() == JobState.RUNNING && e.job().rate() > 0,
            () -> Waiting.submit(client, new Task.FetchLibtorch("")))
        .job();
  }

  @Test
  void aLibtorchThatIsThereIsPointedTo() throws IOException {
    Path mine = folder.resolve("mine");
    Path lib = Files.createDirectories(mine.resolve("lib"));
    Files.createFile(lib.resolve(System.mapLibraryName("torch")));
    Files.createFile(lib.resolve(System.mapLibraryName("torch_cuda")));
    Files.writeString(mine.resolve("build-version"), "2.7.1+cu128\n");

    assertThat(client.send(new ServiceRequest.UseLibtorch(mine.toString())).named())
        .isEqualTo(mine.toString());
    assertThat(client.send(new ServiceRequest.Libtorch()).named()).isEqualTo(mine.toString());
    assertThatThrownBy(
            () -> client.send(new ServiceRequest.UseLibtorch(folder.resolve("no").toString())))
        .isInstanceOf(BadInputException.class);
    assertThat(client.send(new ServiceRequest.UseLibtorch("")).named()).isEmpty();
    assertThat(server.sent).as("nobody asked for anything to be fetched").hasValue(0);
  }
}
