package tunebench.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tunebench.protocol.Endpoint;
import tunebench.protocol.Event;
import tunebench.protocol.JobInfo;
import tunebench.protocol.JobState;
import tunebench.protocol.ServiceRequest;
import tunebench.protocol.Task;
import tunebench.run.ModelChoice;
import tunebench.run.RunStatus;
import tunebench.run.StepPoint;
import tunebench.run.TrainSpec;

/** What a machine does to a service: each against the real process. */
class MachineFaultsTest {
  @TempDir Path folder;
  private final List<Path> mounted = new ArrayList<>();

  @AfterEach
  void unmount() throws Exception {
    for (Path place : mounted) {
      assertThat(run("umount", place.toString())).isZero();
    }
  }

  private static int run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    return process.waitFor();
  }

  /** A disk of its own, so small that it can be filled; false where this user may not mount. */
  private boolean mount(Path place, String options) throws Exception {
    Files.createDirectories(place);
    boolean done = run("mount", "-t", "tmpfs", "-o", options, "tmpfs", place.toString()) == 0;
    if (done) {
      mounted.add(place);
    }
    return done;
  }

  @Test
  void aFullDiskStopsNoRunAndLosesNoStep() throws Exception {
    Path home = folder.resolve("home");
    boolean own = mount(home, "size=12m");
    RealService service = RealService.start(home);
    String dataset = Waiting.dataset(service.client(), TinyShop.csv(folder.resolve("a.csv"), 60));
    TrainSpec spec = TinyShop.spec(TinyShop.model(folder.resolve("m")), dataset, 400, 20);
    List<String> remarks = new CopyOnWriteArrayList<>();
    JobInfo[] job = new JobInfo[1];
    try (var _ = service.client().follow(null, n -> remark(n.event(), remarks), c -> {})) {
      Waiting.event(
          service.client(),
          Event.Stepped.class,
          s -> s.step().step() >= 21,
          () -> job[0] = Waiting.submit(service.client(), new Task.Train(spec)));
      Waiting.event(
          service.client(),
          Event.Remark.class,
          r -> r.sentence().contains("could not be written"),
          () -> full(own, home, service));
      room(own, home, service);
      Waiting.state(service.client(), job[0].id(), JobState.DONE);
    }
    assertThat(remarks).anyMatch(r -> r.contains("training goes on"));
    assertThat(Waiting.steps(service.client(), job[0].run()))
        .extracting(StepPoint::step)
        .isEqualTo(IntStream.rangeClosed(1, 400).boxed().toList());
    assertThat(Waiting.run(service.client(), job[0].run()).summary().status())
        .isEqualTo(RunStatus.FINISHED);
    service.stop();
  }

  private static void remark(Event event, List<String> remarks) {
    if (event instanceof Event.Remark remark) {
      remarks.add(remark.sentence());
    }
  }

  /** Where no small disk can be had, no file may grow: the same error by another name. */
  private static void full(boolean own, Path home, RealService service) {
    try {
      if (own) {
        assertThat(run("dd", "if=/dev/zero", "of=" + home.resolve("filler"), "bs=64k"))
            .as("the disk was filled")
            .isNotZero();
      } else {
        assertThat(run("prlimit", "--pid", "" + service.processId(), "--fsize=2048:unlimited"))
            .isZero();
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void room(boolean own, Path home, RealService service) throws Exception {
    if (own) {
      Files.delete(home.resolve("filler"));
    } else {
      assertThat(run("prlimit", "--pid", "" + service.processId(), "--fsize=unlimited")).isZero();
    }
  }

  @Test
  void aHomeThatIsReadOnlyIsRefusedInOneSentence() throws Exception {
    Path home = folder.resolve("home");
    if (!mount(home, "ro,size=1m")) {
      assertThat(home.toFile().setWritable(false)).isTrue();
    }
    assertThat(said(RealService.command(home))).contains(home + " cannot be written", "--home");
  }

  @Test
  void aTakenPortIsRefusedInOneSentence() throws Exception {
    RealService service = RealService.start(folder.resolve("home"));
    int port = URI.create(service.endpoint().address()).getPort();
    assertThat(said(RealService.command(folder.resolve("other"), "--port", "" + port)))
        .contains("Port " + port, "is taken");
    service.stop();
  }

  @Test
  void remoteUseWithoutACertificateIsRefusedInOneSentence() throws Exception {
    assertThat(said(RealService.command(folder.resolve("home"), "--host", "0.0.0.0")))
        .contains("0.0.0.0 can be reached from other machines", "certificate", "--tls");
  }

  private static String said(List<String> command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor()).as(text).isEqualTo(2);
    assertThat(text.lines()).as("one sentence, no stack trace").hasSize(1);
    return text;
  }

  @Test
  void clientsThatVanishInTheMiddleOfTheStreamDisturbNobody() throws Exception {
    RealService service = RealService.start(folder.resolve("home"));
    String dataset = Waiting.dataset(service.client(), TinyShop.csv(folder.resolve("a.csv"), 60));
    TrainSpec spec = TinyShop.spec(TinyShop.model(folder.resolve("m")), dataset, 200, 200);
    JobInfo job = Waiting.submit(service.client(), new Task.Train(spec));
    for (int i = 0; i < 30; i++) {
      vanish(service.endpoint());
    }
    Waiting.state(service.client(), job.id(), JobState.DONE);
    assertThat(Waiting.steps(service.client(), job.run())).hasSize(200);
    assertThat(service.client().send(new ServiceRequest.Hello()).processId())
        .isEqualTo(service.processId());
    service.stop();
  }

  /** Reads the head of the stream and resets the connection. */
  private static void vanish(Endpoint endpoint) throws IOException {
    URI uri = URI.create(endpoint.address());
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      socket
          .getOutputStream()
          .write(
              "GET /v1/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n\r\n"
                  .formatted(endpoint.token())
                  .getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      assertThat(new String(in.readNBytes(12), StandardCharsets.US_ASCII)).endsWith("200");
      socket.setSoLinger(true, 0);
    }
  }

  @Test
  void aRunWithoutRoomFailsWithThePlansAdviceAndTheServiceLivesOn() throws Exception {
    Path base = Path.of("assets", "models", "tunebench-base").toAbsolutePath();
    RealService service = RealService.start(folder.resolve("home"));
    String dataset = Waiting.dataset(service.client(), longTexts(folder.resolve("long.csv")));
    TrainSpec brief = TinyShop.spec(TinyShop.model(folder.resolve("m")), dataset, 2, 2);
    JobInfo warm = Waiting.submit(service.client(), new Task.Train(brief));
    Waiting.state(service.client(), warm.id(), JobState.DONE);

    limit(service, held(service) + 150_000_000);
    TrainSpec large =
        TinyShop.large(new ModelChoice(base.toString(), "fp32", "cpu"), brief, 50, 180);
    JobInfo job = Waiting.submit(service.client(), new Task.Train(large));
    String problem = Waiting.state(service.client(), job.id(), JobState.FAILED).job().problem();
    System.out.println("PRINT " + problem);
    assertThat(problem)
        .contains("memory was too small", "Try: ", "training.batch", "instead of 50 frees");
    assertThat(Waiting.run(service.client(), job.run()).summary().status())
        .isEqualTo(RunStatus.FAILED);

    JobInfo next = Waiting.submit(service.client(), new Task.Train(brief));
    Waiting.state(service.client(), next.id(), JobState.DONE);
    service.stop();
  }

  private static Path longTexts(Path file) throws IOException {
    StringBuilder text = new StringBuilder("title,description,price\n");
    for (int i = 0; i < 60; i++) {
      text.append("Lamp %d,\"%s\",%d.99\n".formatted(i, "oak and brass, ".repeat(40), 10 + i));
    }
    return Files.writeString(file, text);
  }

  /** Bytes of address space. */
  private static long held(RealService service) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + service.processId() + "/status")).stream()
            .filter(line -> line.startsWith("VmSize:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
            .findFirst()
            .orElseThrow()
        * 1024;
  }

  private static void limit(RealService service, long bytes) throws Exception {
    assertThat(run("prlimit", "--pid", "" + service.processId(), "--as=" + bytes + ":unlimited"))
        .isZero();
  }

  @Test
  void aDamagedLastCheckpointAfterAKillFallsBackToTheOneBefore() throws Exception {
    Path home = folder.resolve("home");
    RealService service = RealService.start(home);
    String dataset = Waiting.dataset(service.client(), TinyShop.csv(folder.resolve("a.csv"), 60));
    TrainSpec spec = TinyShop.spec(TinyShop.model(folder.resolve("m")), dataset, 60, 5);
    JobInfo whole = Waiting.submit(service.client(), new Task.Train(spec));
    Waiting.state(service.client(), whole.id(), JobState.DONE);
    JobInfo[] job = new JobInfo[1];
    RealService first = service;
    Waiting.event(
        service.client(),
        Event.Saved.class,
        s -> s.run().equals(job[0].run()) && s.checkpoint().step() >= 20,
        () -> job[0] = Waiting.submit(first.client(), new Task.Train(spec)));
    service.kill();
    Path newest;
    try (var files =
        Files.list(home.resolve("runs").resolve(job[0].run()).resolve("checkpoints"))) {
      newest =
          files
              .filter(f -> f.getFileName().toString().startsWith("step-"))
              .sorted()
              .reduce((a, b) -> b)
              .orElseThrow();
    }
    Files.write(newest.resolve("adapter_model.safetensors"), new byte[100]);

    service = RealService.start(home);
    List<String> remarks = new CopyOnWriteArrayList<>();
    try (var _ = service.client().follow(null, n -> remark(n.event(), remarks), c -> {})) {
      RealService second = service;
      Waiting.event(
          service.client(),
          Event.Remark.class,
          r -> true,
          () -> job[0] = Waiting.submit(second.client(), new Task.ResumeRun(job[0].run())));
      Waiting.state(service.client(), job[0].id(), JobState.DONE);
    }
    assertThat(remarks).first().asString().contains(newest.getFileName() + " is damaged");
    assertThat(losses(service, job[0].run())).isEqualTo(losses(service, whole.run()));
    service.stop();
  }

  private static List<Double> losses(RealService service, String run) {
    return Waiting.steps(service.client(), run).stream().map(StepPoint::loss).toList();
  }
}
