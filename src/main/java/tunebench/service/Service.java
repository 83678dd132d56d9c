package tunebench.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import tunebench.protocol.Endpoint;
import tunebench.protocol.Event;
import tunebench.protocol.Reply;
import tunebench.protocol.Request;
import tunebench.run.RunFilter;
import tunebench.run.RunStatus;
import tunebench.run.RunSummary;
import tunebench.service.http.HttpService;
import tunebench.service.job.JobQueue;
import tunebench.service.store.RunStore;
import tunebench.service.work.Answers;
import tunebench.service.work.Engine;

/** The background service: a home folder, its store, its queue, and the way in. */
public final class Service implements AutoCloseable {
  /** A minute without network at 1,000 steps a second fits. */
  private static final int EVENTS = 1 << 16;

  private final Home home;
  private final RunStore store;
  private final RunRecorder recorder;
  private final EventRing ring;
  private final JobQueue queue;
  private final Answers answers;
  private final CountDownLatch stop = new CountDownLatch(1);
  private @Nullable HttpService http;

  private Service(Home home, Path shipped, InstantSource machine) {
    this.home = home;
    this.store = RunStore.open(home.database());
    InstantSource clock = new SteadyClock(machine, newest(store));
    this.ring = new EventRing(new SecureRandom().nextLong(1, Long.MAX_VALUE), EVENTS);
    this.recorder = new RunRecorder(store, ring);
    this.queue = new JobQueue(job -> ring.tell(new Event.JobChanged(job)), store.jobs(), clock);
    Engine engine = Engine.of(home, store, recorder, ring, clock);
    this.answers = new Answers(engine, queue, shipped, stop::countDown);
  }

  private static Instant newest(RunStore store) {
    return store.list(RunFilter.newest(1)).stream()
        .map(RunSummary::created)
        .findFirst()
        .orElse(Instant.EPOCH);
  }

  /**
   * Takes a home folder and is ready for questions, from this process only.
   *
   * @throws tunebench.BadInputException if the folder cannot be used, or another service has it
   */
  public static Service open(Path folder, Path shipped) throws IOException {
    return open(folder, shipped, InstantSource.system());
  }

  /** The same on another clock than the machine's. */
  static Service open(Path folder, Path shipped, InstantSource machine) throws IOException {
    Home home = Home.take(folder);
    try {
      Service service = new Service(home, shipped, machine);
      service.markInterrupted(service.queue.open(service.answers::work));
      service.answers.sendBacklogs();
      return service;
    } catch (RuntimeException e) {
      home.close();
      throw e;
    }
  }

  /**
   * What was running when the last process ended was interrupted by that.
   *
   * @param waiting runs that wait in the queue again
   */
  private void markInterrupted(List<String> waiting) {
    RunFilter filter =
        new RunFilter(
            "",
            Set.of(RunStatus.RUNNING, RunStatus.QUEUED),
            Set.of(),
            List.of(),
            RunFilter.Order.NEWEST,
            0,
            Integer.MAX_VALUE);
    for (RunSummary run : store.list(filter)) {
      if (waiting.contains(run.id())) {
        continue;
      }
      store.change(
          run.id(),
          r ->
              r.with(
                  r.summary()
                      .in(
                          RunStatus.INTERRUPTED,
                          "The service ended while this run was "
                              + (run.status() == RunStatus.QUEUED ? "waiting." : "running."))));
    }
  }

  /**
   * Listens, and writes the file that says where.
   *
   * @param host address to listen on
   * @param port 0 for any
   * @param tls certificate, needed for other addresses than loopback
   */
  public Endpoint listen(String host, int port, @Nullable SSLContext tls) throws IOException {
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    String token = HexFormat.of().formatHex(random);
    HttpService listening = HttpService.start(host, port, tls, token, answers, ring);
    http = listening;
    Endpoint endpoint =
        new Endpoint(listening.address().toString(), token, ProcessHandle.current().pid());
    endpoint.write(home.folder());
    return endpoint;
  }

  /** Answers from this process; as {@link tunebench.service.http.Dispatcher}. */
  public Reply answer(Request<?> request) {
    return answers.answer(request);
  }

  /** The events of this service. */
  public EventRing events() {
    return ring;
  }

  /** What keeps steps and rows, and tells of them. */
  public RunRecorder recorder() {
    return recorder;
  }

  /** The runs of this service. */
  public RunStore store() {
    return store;
  }

  /** Waits until {@code Shutdown} is asked for. */
  public void awaitStop() throws InterruptedException {
    stop.await();
  }

  /** Saves and pauses what runs, then lets go of everything. */
  @Override
  public void close() throws IOException {
    queue.close();
    recorder.close();
    ring.close();
    HttpService listening = http;
    if (listening != null) {
      listening.close();
      Files.deleteIfExists(Endpoint.file(home.folder()));
    }
    store.close();
    home.close();
  }
}
