package tunebench.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tunebench.BadInputException;
import tunebench.protocol.Endpoint;

class ServiceProcessTest {
  @TempDir private Path home = Path.of("");
  private String address = "";

  @BeforeEach
  void nameAServiceThatDoesNotAnswer() throws Exception {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      address = "http://127.0.0.1:" + free.getLocalPort();
    }
    new Endpoint(address, "token", 1).write(home);
  }

  private ServiceProcess process() {
    return new ServiceProcess(
        home,
        List.of("/bin/sh", "-c", "echo begun; touch '" + home.resolve("begun") + "'; exit 3"));
  }

  @Test
  void aServiceOfAnotherMachineIsNotReplacedByOneHere() throws Exception {
    byte[] before = Files.readAllBytes(home.resolve("service.json"));
    assertThatThrownBy(() -> process().attachOrStart())
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("No service answers at " + address)
        .hasMessageContaining("open the tunnel");
    assertThat(home.resolve("begun")).doesNotExist();
    assertThat(home.resolve("service.json")).hasBinaryContent(before);
  }

  @Test
  void aServiceThatEndedHereIsStartedAgain() throws Exception {
    Files.createFile(home.resolve("service.lock"));
    assertThatThrownBy(() -> process().attachOrStart())
        .isInstanceOf(ServiceException.class)
        .hasMessageContaining("begun");
    assertThat(home.resolve("begun")).exists();
  }
}
