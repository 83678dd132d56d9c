package tunebench.service;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import tunebench.client.HttpServiceClient;
import tunebench.protocol.Endpoint;
import tunebench.protocol.Event;
import tunebench.protocol.JobRequest;
import tunebench.protocol.Task;
import tunebench.protocol.Wire;
import tunebench.run.TrainSpec;

/** A window that starts a run and follows it until it is killed; prints the run's id at step 5. */
public final class DoomedWindow {
  private DoomedWindow() {}

  public static void main(String[] args) throws Exception {
    Endpoint endpoint = Endpoint.read(Path.of(args[0])).orElseThrow();
    TrainSpec spec = Wire.read(TrainSpec.class, args[1].getBytes(UTF_8));
    HttpServiceClient client = new HttpServiceClient(endpoint);
    var _ =
        client.follow(
            null,
            n -> {
              if (n.event() instanceof Event.Stepped stepped && stepped.step().step() == 5) {
                System.out.print(stepped.run());
                System.out.flush();
              }
            },
            now -> {
              if (now) {
                Thread.startVirtualThread(
                    () -> client.send(new JobRequest.Submit(new Task.Train(spec))));
              }
            });
    Thread.currentThread().join();
  }
}
