package tunebench.launch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tunebench.protocol.Endpoint;
import tunebench.service.Service;
import tunebench.service.http.Tls;
import tunebench.tensor.Torch;

/** {@code service}: the background service alone, until it is told to stop. */
@Command(
    name = "service",
    description = "Run the background service; prints its address and where its token is.",
    mixinStandardHelpOptions = true)
final class ServiceCommand implements Callable<Integer> {
  private static final int SAVE_SECONDS = 60;

  @Option(
      names = "--port",
      defaultValue = "0",
      paramLabel = "N",
      description = "Port; default: any that is free.")
  private int port;

  @Option(
      names = "--host",
      defaultValue = "127.0.0.1",
      paramLabel = "ADDRESS",
      description = "Address to listen on; other machines' ways in need --tls.")
  private String host = "127.0.0.1";

  @Mixin private HomeOption home = new HomeOption();

  @Option(
      names = "--tls",
      paramLabel = "FILE",
      description = "Certificate and key in a PKCS #12 file, for use from other machines.")
  private @Nullable Path tls;

  @Option(
      names = "--tls-password",
      paramLabel = "PASSWORD",
      defaultValue = "${env:TUNEBENCH_TLS_PASSWORD}",
      description = "Its password; default: the variable TUNEBENCH_TLS_PASSWORD.")
  private @Nullable String password;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    Path folder = home.folder();
    Torch.home(folder);
    Path file = tls;
    SSLContext context = file == null ? null : Tls.open(file, password == null ? "" : password);
    CountDownLatch closed = new CountDownLatch(1);
    Thread main = Thread.currentThread();
    // Asked to end by the system: save first, as when a client asks.
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(main, closed)));
    try (Service service = Service.open(folder, Shipped.root())) {
      Endpoint endpoint = service.listen(host, port, context);
      var out = spec.commandLine().getOut();
      out.println("Tunebench's service listens at " + endpoint.address());
      out.println("Its token is in " + Endpoint.file(folder));
      out.flush();
      service.awaitStop();
    } catch (InterruptedException e) {
      return 0;
    } finally {
      closed.countDown();
    }
    return 0;
  }

  private static void end(Thread main, CountDownLatch closed) {
    if (closed.getCount() == 0) {
      return;
    }
    main.interrupt();
    try {
      boolean saved = closed.await(SAVE_SECONDS, TimeUnit.SECONDS);
      if (!saved) {
        System.err.println(
            "The running job could not be saved in time; its last checkpoint stands.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
