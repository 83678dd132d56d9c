package tunebench.service.work;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import tunebench.protocol.JobInfo;
import tunebench.protocol.JobReply;
import tunebench.protocol.JobState;
import tunebench.protocol.Outcome;
import tunebench.protocol.Task;
import tunebench.service.InProcessClient;
import tunebench.service.Service;
import tunebench.service.TinyShop;
import tunebench.service.Waiting;

/** What most tests of the service's work begin with: a tiny model and a shop, served. */
abstract class ServedShop {
  @TempDir Path folder;
  Service service;
  InProcessClient client;
  Path model;
  Path csv;
  String dataset;

  @BeforeEach
  void open() throws IOException {
    service = Service.open(folder.resolve("home"), Path.of(""));
    client = new InProcessClient(service);
    model = TinyShop.model(folder.resolve("model"));
    csv = shop();
    dataset = Waiting.dataset(client, csv);
  }

  /** Writes the shop's file. */
  Path shop() throws IOException {
    return TinyShop.csv(folder.resolve("shop.csv"), 60);
  }

  /** Starts another service on the home folder, once the first is closed. */
  void start() throws IOException {
    service = Service.open(folder.resolve("home"), Path.of(""));
    client = new InProcessClient(service);
  }

  @AfterEach
  void close() throws IOException {
    service.close();
  }

  /** Does a task, to its end. */
  JobReply.JobDetail done(Task task) {
    JobInfo job = Waiting.submit(client, task);
    return Waiting.state(client, job.id(), JobState.DONE);
  }

  /** What a task yields. */
  Outcome outcome(Task task) {
    return Objects.requireNonNull(done(task).outcome());
  }

  /** Does a task, and names the run that it made. */
  String run(Task task) {
    return done(task).job().run();
  }
}
