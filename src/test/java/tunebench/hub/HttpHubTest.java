package tunebench.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tunebench.BadInputException;
import tunebench.RemoteException;

class HttpHubTest {
  private static final String ID = "acme/tiny";
  private static final Repo REPO = Repo.of(RepoType.MODEL, ID);

  @TempDir private Path home = Path.of("");
  private final FakeHub server = new FakeHub();
  private final List<Duration> waits = new ArrayList<>();

  @AfterEach
  void stop() {
    server.close();
  }

  private Hub hub(String secret) {
    return hub(server.settings(home, secret));
  }

  private Hub hub(HubSettings settings) {
    return new HttpHub(
        settings, new Tokens(settings, Optional.empty()), waits::add, Duration.ofMillis(300));
  }

  private FakeHub.Held tiny() {
    return server.add(ID, Map.of("config.json", "{}".getBytes(StandardCharsets.UTF_8)));
  }

  private AbstractThrowableAssert<?, ?> reading(String secret) {
    return assertThatThrownBy(
        () -> {
          Hub hub = hub(secret);
          hub.open(REPO, hub.files(REPO).getFirst(), 0).close();
        });
  }

  @Test
  void gateIsExplainedWithThePage() {
    tiny().gate = "manual";
    reading("")
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("acme/tiny is gated: open " + server.endpoint() + "/acme/tiny")
        .hasMessageContaining("hub login");
    reading("hf_right")
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("may not read it")
        .hasMessageContaining(server.endpoint() + "/acme/tiny");
  }

  @Test
  void wrongTokenIsNamedByItsPlaceNotByItself() {
    tiny();
    reading("hf_secret_wrong")
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("token from HF_TOKEN")
        .hasMessageContaining("/settings/tokens")
        .hasMessageNotContaining("hf_secret_wrong");
  }

  @Test
  void hiddenAndMissingSayWhatMayBeWrong() {
    tiny().hidden = true;
    reading("").isInstanceOf(BadInputException.class).hasMessageContaining("hub login");
    server.repos.clear();
    reading("hf_right")
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("check the name");
    tiny();
    assertThatThrownBy(() -> hub("").info(REPO.at("v9")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("acme/tiny@v9 has no such revision");
  }

  @Test
  void waitsAsLongAsTheHubAsks() throws Exception {
    tiny();
    server.faults.fail("/revision/", 429, 1, Map.of("Retry-After", "7"));
    server.faults.fail("/revision/", 503, 1, Map.of());
    server.faults.fail("/revision/", 429, 1, Map.of("RateLimit", "\"api\";r=0;t=55"));
    assertThat(hub("").info(REPO).commit()).isEqualTo(FakeHub.COMMIT);
    assertThat(waits)
        .containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(2), Duration.ofSeconds(55));
  }

  @Test
  void doesNotWaitForHours() {
    tiny();
    server.faults.fail("/revision/", 429, 1, Map.of("Retry-After", "3600"));
    assertThatThrownBy(() -> hub("").info(REPO))
        .isInstanceOf(RemoteException.class)
        .hasMessageContaining("wait 3600 s");
    assertThat(waits).isEmpty();
  }

  @Test
  void faultOfTheHubIsCalledThat() {
    tiny();
    server.faults.fail("/revision/", 502, 5, Map.of());
    assertThatThrownBy(() -> hub("").info(REPO))
        .isInstanceOf(RemoteException.class)
        .hasMessageContaining("answered 502 about acme/tiny");
    assertThat(waits)
        .containsExactly(
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(4),
            Duration.ofSeconds(8));
  }

  @Test
  void silentServerEndsTheWait() {
    tiny();
    server.add(ID, Map.of("a.safetensors", new byte[200_000]));
    server.slowMillis = 2_000;
    assertThatThrownBy(
            () -> {
              Hub hub = hub("");
              HubFile file = hub.files(REPO).getFirst();
              try (Hub.Content content = hub.open(REPO, file, 0)) {
                content.stream().readAllBytes();
              }
            })
        .isInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void nobodyThereIsSaid() {
    HubSettings away =
        new HubSettings(
            URI.create("http://127.0.0.1:1"), home, home, home.resolve("token"), "", false);
    assertThatThrownBy(() -> hub(away).info(REPO))
        .isInstanceOf(RemoteException.class)
        .hasMessageContaining("127.0.0.1 cannot be reached")
        .hasMessageContaining("HF_ENDPOINT");
  }

  @Test
  void offlineAsksNobody() {
    tiny();
    HubSettings offline =
        new HubSettings(server.endpoint(), home, home, home.resolve("token"), "", true);
    assertThatThrownBy(() -> hub(offline).info(REPO))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("HF_HUB_OFFLINE");
    assertThat(server.asked).isEmpty();
  }

  @Test
  void searchReadsOnUntilEnoughFit() throws Exception {
    String llama =
        """
        {"config":{"architectures":["LlamaForCausalLM"]},"downloads":5,"tags":["license:mit"],
         "safetensors":{"parameters":{"BF16":90,"F32":10},"total":100},"lastModified":"2026-01-02T03:04:05Z"}\
        """;
    for (int i = 0; i < 7; i++) {
      server.add("acme/m" + i, Map.of()).about =
          i % 2 == 0 ? llama : "{\"config\":{\"architectures\":[\"BertModel\"]}}";
    }
    server.add("acme/m8", Map.of()).about =
        llama.replace(
            "[\"LlamaForCausalLM\"]",
            "[\"LlamaForCausalLM\"],\"quantization_config\":{\"quant_method\":\"gptq\"}");
    HubQuery query = new HubQuery("", "", Set.of("LlamaForCausalLM"), true, "downloads", 10);
    List<RepoInfo> found = hub("").search(RepoType.MODEL, query);
    assertThat(found)
        .extracting(RepoInfo::id)
        .containsExactly("acme/m0", "acme/m2", "acme/m4", "acme/m6");
    RepoInfo first = found.getFirst();
    assertThat(first.licence()).isEqualTo("mit");
    assertThat(first.parameters()).isEqualTo(100);
    assertThat(first.weightBytes()).isEqualTo(90 * 2 + 10 * 4);
    assertThat(first.modified()).isEqualTo("2026-01-02");
    assertThat(server.requests("cursor=")).isEqualTo(3);
  }

  @Test
  void accountIsTold() throws Exception {
    assertThat(hub("").account()).isEmpty();
    assertThat(hub("hf_right").account())
        .contains(new Account("ada", "write", List.of("engines"), "HF_TOKEN"));
  }
}
