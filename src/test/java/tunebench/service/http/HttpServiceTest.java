package tunebench.service.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tunebench.BadInputException;
import tunebench.client.HttpServiceClient;
import tunebench.client.ServiceException;
import tunebench.protocol.Endpoint;
import tunebench.protocol.ModelRequest;
import tunebench.protocol.Reply;
import tunebench.protocol.RunRequest;
import tunebench.protocol.ServiceReply;
import tunebench.protocol.ServiceRequest;
import tunebench.protocol.Wire;
import tunebench.run.RunFilter;
import tunebench.service.Service;

class HttpServiceTest {
  @TempDir Path folder;
  private Service service;
  private Endpoint endpoint;

  @BeforeEach
  void open() throws IOException {
    service = Service.open(folder.resolve("home"), Path.of(""));
    endpoint = service.listen("127.0.0.1", 0, null);
  }

  @AfterEach
  void close() throws IOException {
    service.close();
  }

  @Test
  void aTypedClientGetsTypedAnswersAndPlainSentences() {
    try (HttpServiceClient client = new HttpServiceClient(endpoint)) {
      ServiceReply.Welcome welcome = client.send(new ServiceRequest.Hello());
      assertThat(welcome.processId()).isEqualTo(ProcessHandle.current().pid());
      assertThat(welcome.quantizations()).contains("nf4-double");
      assertThat(client.send(new RunRequest.Runs(RunFilter.newest(5))).runs()).isEmpty();
      assertThatThrownBy(() -> client.send(new ModelRequest.Describe("/no/such/folder")))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("/no/such/folder");
    }
  }

  @Test
  void onlyTheUserCanReadTheTokenAndItIsNewAtEachStart() throws IOException {
    Path file = Endpoint.file(folder.resolve("home"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(endpoint.token()).hasSize(64);
    String old = endpoint.token();
    service.close();
    assertThat(file).as("gone with the service").doesNotExist();
    open();
    assertThat(Endpoint.read(folder.resolve("home"))).contains(endpoint);
    assertThat(endpoint.token()).isNotEqualTo(old);
  }

  @Test
  void everyRouteWantsTheToken() throws Exception {
    List<String> routes = new ArrayList<>(List.of(Routes.EVENTS, Routes.DESCRIPTION, "/", "/x"));
    Wire.requests().forEach(type -> routes.add(Routes.ROOT + Wire.route(type)));
    for (String route : routes) {
      assertThat(status(route, "wrong", "")).as(route).isEqualTo(401);
      assertThat(status(route, "", "")).as(route + " without any").isEqualTo(401);
    }
  }

  private int status(String route, String token, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(endpoint.address() + route))
            .header("Authorization", "Bearer " + token)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
      assertThat(Wire.read(Reply.class, response.body().getBytes(StandardCharsets.UTF_8)))
          .isInstanceOf(response.statusCode() == 200 ? Reply.class : Reply.Problem.class);
      return response.statusCode();
    }
  }

  @Test
  void whatIsNoRequestIsRefusedInASentence() throws Exception {
    assertThat(status("/v1/hello", endpoint.token(), "")).isEqualTo(200);
    assertThat(status("/v1/hello", endpoint.token(), "{")).isEqualTo(400);
    assertThat(status("/v1/run", endpoint.token(), "{\"type\":\"Run\"}")).isEqualTo(400);
    assertThat(status("/v1/nothing", endpoint.token(), "")).isEqualTo(404);
    assertThat(status("/v1/events", endpoint.token(), "")).isEqualTo(405);
    String huge = "x".repeat(Bodies.LONGEST + 1);
    assertThat(status("/v1/hello", endpoint.token(), huge)).isEqualTo(413);
  }

  @Test
  void otherNamesAndWebPagesAreTurnedAway() throws IOException {
    assertThat(raw("Host: evil.example")).startsWith("HTTP/1.1 421");
    assertThat(raw("Host: localhost\r\nOrigin: https://evil.example")).startsWith("HTTP/1.1 403");
    assertThat(raw("Host: localhost:" + URI.create(endpoint.address()).getPort()))
        .startsWith("HTTP/1.1 200");
  }

  private String raw(String headers) throws IOException {
    URI uri = URI.create(endpoint.address());
    try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
      String text =
          "POST /v1/hello HTTP/1.1\r\n%s\r\nAuthorization: Bearer %s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
              .formatted(headers, endpoint.token());
      socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void theDescriptionNamesEveryRouteAndNoneThatIsNotThere() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(endpoint.address() + Routes.DESCRIPTION))
            .header("Authorization", "Bearer " + endpoint.token())
            .build();
    JsonNode document;
    try (HttpClient client = HttpClient.newHttpClient()) {
      document =
          JsonMapper.shared()
              .readTree(client.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }
    TreeSet<String> expected = new TreeSet<>(List.of(Routes.EVENTS, Routes.DESCRIPTION));
    Wire.requests().forEach(type -> expected.add(Routes.ROOT + Wire.route(type)));
    assertThat(new TreeSet<>(document.path("paths").propertyNames())).isEqualTo(expected);
    for (String path : expected) {
      if (document.path("paths").path(path).has("post")) {
        assertThat(status(path, endpoint.token(), "[")).as("is served: " + path).isEqualTo(400);
      }
    }
    document
        .findValuesAsString("$ref")
        .forEach(
            reference ->
                assertThat(document.at(reference.substring(1)).isMissingNode())
                    .as(reference)
                    .isFalse());
  }

  @Test
  void otherMachinesNeedACertificate() {
    assertThatThrownBy(() -> service.listen("0.0.0.0", 0, null))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("certificate");
  }

  @Test
  void withACertificateItIsSpokenInTls() throws Exception {
    Path file = folder.resolve("key.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "t",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost,ip:127.0.0.1",
                "-keystore",
                file.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                "secret1")
            .redirectErrorStream(true)
            .start();
    assertThat(keytool.waitFor()).isZero();
    try (Service remote = Service.open(folder.resolve("remote"), Path.of(""))) {
      Endpoint secure = remote.listen("0.0.0.0", 0, Tls.open(file, "secret1"));
      assertThat(secure.address()).startsWith("https://");
      try (HttpServiceClient trusting = new HttpServiceClient(secure, Trust.of(file, "secret1"));
          HttpServiceClient other = new HttpServiceClient(secure)) {
        assertThat(trusting.send(new ServiceRequest.Hello()).home()).endsWith("remote");
        assertThatThrownBy(() -> other.send(new ServiceRequest.Hello()))
            .isInstanceOf(ServiceException.class);
      }
    }
    assertThatThrownBy(() -> Tls.open(file, "wrong")).isInstanceOf(BadInputException.class);
  }

  @Test
  void aTakenPortAndATakenHomeAreNamed() throws IOException {
    int port = URI.create(endpoint.address()).getPort();
    try (Service other = Service.open(folder.resolve("other"), Path.of(""))) {
      assertThatThrownBy(() -> other.listen("127.0.0.1", port, null))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("Port " + port);
    }
    assertThatThrownBy(() -> Service.open(folder.resolve("home"), Path.of("")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("Another service");
  }
}
