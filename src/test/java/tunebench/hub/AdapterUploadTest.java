package tunebench.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tunebench.BadInputException;
import tunebench.RemoteException;

class AdapterUploadTest {
  private static final LocalDateTime BEGAN = LocalDateTime.of(2024, 9, 13, 13, 4, 39);

  @TempDir private Path home = Path.of("");
  private final FakeHub server = new FakeHub();
  private Path adapter = home;
  private Path extra = home;

  @BeforeEach
  void write() throws Exception {
    adapter = Files.createDirectories(home.resolve("adapter"));
    extra = home.resolve("extra");
    Files.createDirectories(extra.resolve("charts"));
    Files.writeString(adapter.resolve("adapter_config.json"), "{}");
    Files.write(adapter.resolve("adapter_model.safetensors"), noise(1));
    Files.writeString(extra.resolve("README.md"), "# card");
    Files.write(extra.resolve("charts/loss.png"), new byte[] {1, 2});
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static byte[] noise(int seed) {
    byte[] bytes = new byte[12_345];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private AdapterUpload upload(String secret) {
    HubSettings settings = server.settings(home, secret);
    HttpHub hub =
        new HttpHub(
            settings, new Tokens(settings, Optional.empty()), t -> {}, Duration.ofSeconds(5));
    return new AdapterUpload(hub, new HttpHubWriter(hub));
  }

  @Test
  void oneClosedRepositoryPerRunAndOneCommitPerSave() throws Exception {
    AdapterUpload upload = upload("hf_right");
    Repo repo = upload.repo("", BEGAN);
    assertThat(repo.id()).isEqualTo("ada/pricer-2024-09-13_13.04.39");
    List<Long> sent = new ArrayList<>();
    String first = upload.save(repo, adapter, extra, AdapterUpload.summary(100), true, sent::add);
    Files.write(adapter.resolve("adapter_model.safetensors"), noise(2));
    String second = upload.save(repo, adapter, extra, AdapterUpload.summary(200), true, sent::add);
    FakeHub.Held held = Objects.requireNonNull(server.repos.get(repo.id()));
    assertThat(held.hidden).isTrue();
    assertThat(held.commits).containsExactly(FakeHub.COMMIT, first, second);
    assertThat(held.headers)
        .extracting(h -> h.path("summary").asString())
        .containsExactly("Training in progress, step 100", "Training in progress, step 200");
    assertThat(held.files.keySet())
        .containsExactlyInAnyOrder(
            "adapter_config.json", "adapter_model.safetensors", "README.md", "charts/loss.png");
    // 12,345 bytes went in three parts of at most 5,000.
    assertThat(held.files.get("adapter_model.safetensors")).isEqualTo(noise(2));
    assertThat(sent).containsExactly(12_345L, 12_345L);
    assertThat(server.leaked).isEmpty();
  }

  @Test
  void nothingIsUploadedToARepositoryThatCameOutOpen() {
    server.opensAll = true;
    AdapterUpload upload = upload("hf_right");
    assertThatThrownBy(
            () -> upload.save(upload.repo("mine", BEGAN), adapter, extra, "one", true, n -> {}))
        .isInstanceOf(RemoteException.class)
        .hasMessageContaining("open to everybody")
        .hasMessageContaining("nothing was uploaded");
    assertThat(Objects.requireNonNull(server.repos.get("ada/mine")).files).isEmpty();
  }

  /** What huggingface_hub 1.33 was seen to ask of the Hub's store for large files. */
  @Test
  void largeFilesAreAnnouncedAsPythonDoes() throws Exception {
    AdapterUpload upload = upload("hf_right");
    upload.save(upload.repo("mine", BEGAN), adapter, extra, "one", true, n -> {});
    JsonNode batch = server.batches.getFirst();
    assertThat(batch.path("operation").asString()).isEqualTo("upload");
    assertThat(batch.path("hash_algo").asString()).isEqualTo("sha256");
    assertThat(batch.path("ref").path("name").asString()).isEqualTo("main");
    assertThat(batch.path("transfers").toString()).isEqualTo("[\"basic\",\"multipart\"]");
    assertThat(batch.path("objects").path(0).path("size").asLong()).isEqualTo(12_345);
  }

  @Test
  void whatTheHubHasIsNotSentAgain() throws Exception {
    AdapterUpload upload = upload("hf_right");
    Repo repo = upload.repo("mine", BEGAN);
    upload.save(repo, adapter, extra, "one", true, n -> {});
    long puts = server.requests("PUT /up/");
    upload.save(repo, adapter, extra, "two", true, n -> {});
    assertThat(server.requests("PUT /up/")).isEqualTo(puts).isEqualTo(3);
  }

  @Test
  void savedRevisionIsLoadedBack() throws Exception {
    AdapterUpload upload = upload("hf_right");
    Repo repo = upload.repo("engines/pricer", BEGAN);
    String commit = upload.save(repo, adapter, extra, "one", true, n -> {});
    HubCache cache = new HubCache(home.resolve("hub"));
    Downloader downloader = new Downloader(upload.hub(), cache);
    Repo revision = Repo.of(RepoType.MODEL, "engines/pricer@" + commit);
    downloader.run(downloader.plan(revision, FileChoice.model()), p -> {}, () -> false);
    Downloaded here = new Downloaded(cache);
    for (String name :
        List.of("engines/pricer@" + commit, "engines/pricer@" + commit.substring(0, 8))) {
      assertThat(here.model(name).resolve("adapter_model.safetensors")).hasBinaryContent(noise(1));
    }
  }

  @Test
  void refusalsSayWhatToDo() {
    assertThatThrownBy(() -> upload("").repo("", BEGAN))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("hub login");
    server.role = "read";
    assertThatThrownBy(
            () -> {
              AdapterUpload upload = upload("hf_right");
              upload.save(upload.repo("", BEGAN), adapter, extra, "one", true, n -> {});
            })
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("You need the write permission")
        .hasMessageContaining("/settings/tokens");
    assertThatThrownBy(
            () -> {
              AdapterUpload upload = upload("hf_right");
              upload.save(upload.repo("", BEGAN), extra, extra, "one", true, n -> {});
            })
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("holds no adapter_config.json");
  }

  @Test
  void cardHasFrontMatterSettingsAndIntervals() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("lora.rank", "32");
    ModelCard card =
        new ModelCard(
            "pricer-x",
            "meta-llama/Llama-3.1-8B",
            "End of training",
            settings,
            List.of(new ModelCard.Figures("test, top-k", 250, 46.67, 38.6, 54.7, 0.39, 71.2)),
            Map.of("Training loss", "charts/loss.png"));
    assertThat(card.markdown())
        .startsWith("---\nlibrary_name: peft\nbase_model: meta-llama/Llama-3.1-8B\n")
        .contains("value: 46.6700")
        .contains("| test, top-k | 250 | $46.67 (38.60 to 54.70) | 0.39 | 71.2 % |")
        .contains("![Training loss](charts/loss.png)")
        .contains("| `lora.rank` | 32 |");
    ModelCard local = new ModelCard("p", "/home/ada/model", "x", Map.of(), List.of(), Map.of());
    assertThat(local.markdown()).doesNotContain("base_model:");
  }
}
