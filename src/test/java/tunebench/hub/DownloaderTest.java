package tunebench.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tunebench.BadInputException;
import tunebench.RemoteException;

class DownloaderTest {
  private static final String ID = "acme/tiny";
  private static final Repo REPO = Repo.of(RepoType.MODEL, ID);

  @TempDir private Path home = Path.of("");
  private final FakeHub server = new FakeHub();
  private final Map<String, byte[]> files = new HashMap<>();
  private final List<Duration> waits = new ArrayList<>();
  private HubCache cache = new HubCache(home);

  @BeforeEach
  void fill() {
    files.put("config.json", "{\"a\":1}".getBytes(StandardCharsets.UTF_8));
    files.put("model-00001-of-00002.safetensors", noise(1, 700_000));
    files.put("model-00002-of-00002.safetensors", noise(2, 900_001));
    files.put("pytorch_model.bin", noise(3, 50_000));
    files.put("onnx/model.safetensors", noise(4, 50_000));
    files.put("LICENSE", new byte[0]);
    server.add(ID, files);
    cache = new HubCache(home.resolve("hub"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static byte[] noise(long seed, int size) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private byte[] file(String name) {
    return Objects.requireNonNull(files.get(name));
  }

  private FakeHub.Held held() {
    return Objects.requireNonNull(server.repos.get(ID));
  }

  private Downloader downloader() {
    return new Downloader(hub(""), cache);
  }

  private Hub hub(String secret) {
    HubSettings settings = server.settings(home, secret);
    return new HttpHub(
        settings, new Tokens(settings, Optional.empty()), waits::add, Duration.ofSeconds(5));
  }

  private Path get(Downloader downloader) throws IOException, InterruptedException {
    DownloadPlan plan = downloader.plan(REPO, FileChoice.model());
    return downloader.run(plan, p -> {}, () -> false).orElseThrow();
  }

  @Test
  void layoutIsThatOfPython() throws Exception {
    Path folder = get(downloader());
    assertThat(folder)
        .isEqualTo(home.resolve("hub/models--acme--tiny/snapshots").resolve(FakeHub.COMMIT));
    assertThat(home.resolve("hub/models--acme--tiny/refs/main")).hasContent(FakeHub.COMMIT);
    byte[] weights = file("model-00001-of-00002.safetensors");
    assertThat(Files.readSymbolicLink(folder.resolve("model-00001-of-00002.safetensors")))
        .isEqualTo(Path.of("../../blobs", Hashes.sha256(weights)));
    assertThat(Files.readSymbolicLink(folder.resolve("config.json")))
        .isEqualTo(Path.of("../../blobs", Hashes.gitHash(file("config.json"))));
    assertThat(folder.resolve("model-00001-of-00002.safetensors")).hasBinaryContent(weights);
    assertThat(folder.resolve("LICENSE")).isEmptyFile();
    try (var names = Files.list(folder)) {
      assertThat(names.map(n -> n.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "config.json",
              "LICENSE",
              "model-00001-of-00002.safetensors",
              "model-00002-of-00002.safetensors");
    }
    assertThat(cache.find(REPO)).contains(folder);
    assertThat(HubCache.nameOf(folder)).contains(ID);
    assertThat(cache.list(RepoType.MODEL)).containsExactly(new HubCache.Held(REPO, folder));
  }

  @Test
  void whatPythonDownloadedIsNotFetchedAgain() throws Exception {
    // As huggingface_hub leaves it: blobs by hash, one of them half.
    byte[] first = file("model-00001-of-00002.safetensors");
    byte[] second = file("model-00002-of-00002.safetensors");
    Path blobs = home.resolve("hub/models--acme--tiny/blobs");
    Files.createDirectories(blobs);
    Files.write(blobs.resolve(Hashes.sha256(first)), first);
    Files.write(
        blobs.resolve(Hashes.sha256(second) + ".incomplete"), Arrays.copyOf(second, 400_000));
    Downloader downloader = downloader();
    DownloadPlan plan = downloader.plan(REPO, FileChoice.model());
    assertThat(plan.missing()).isEqualTo(500_001 + 7);
    assertThat(get(downloader).resolve("model-00002-of-00002.safetensors"))
        .hasBinaryContent(second);
    assertThat(server.requests(Hashes.sha256(first))).isZero();
    assertThat(server.requests("bytes=400000-")).isPositive();
    long before = server.requests("/resolve/");
    get(downloader);
    assertThat(server.requests("/resolve/")).isEqualTo(before);
  }

  @Test
  void goesOnAfterCutConnections() throws Exception {
    byte[] second = file("model-00002-of-00002.safetensors");
    server.faults.cut(Hashes.sha256(second), 300_000);
    server.faults.cut(Hashes.sha256(second), 100_000);
    Path folder = get(downloader());
    assertThat(folder.resolve("model-00002-of-00002.safetensors")).hasBinaryContent(second);
    assertThat(server.asked.stream().filter(a -> a.contains("xet-bridge") && a.contains("bytes=")))
        .hasSize(2);
  }

  @Test
  void givesUpWhereNothingComes() throws Exception {
    byte[] second = file("model-00002-of-00002.safetensors");
    // More than our own tries: Java's client also asks again, unseen, where a connection broke
    // early.
    for (int i = 0; i < 50; i++) {
      server.faults.cut(Hashes.sha256(second), 0);
    }
    assertThatThrownBy(() -> get(downloader()))
        .isInstanceOf(RemoteException.class)
        .hasMessageContaining("model-00002")
        .hasMessageContaining("download again to go on");
    server.faults.clear();
    assertThat(get(downloader()).resolve("model-00002-of-00002.safetensors"))
        .hasBinaryContent(second);
  }

  @Test
  void severalFilesComeAtOnce() throws Exception {
    server.together = new CyclicBarrier(2);
    Path folder = get(downloader());
    for (String name :
        List.of("model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors")) {
      assertThat(folder.resolve(name)).hasBinaryContent(file(name));
    }
  }

  @Test
  void serverWithoutRangesIsReadFromTheStart() throws Exception {
    byte[] second = file("model-00002-of-00002.safetensors");
    server.ignoresRanges = true;
    server.faults.cut(Hashes.sha256(second), 300_000);
    assertThat(get(downloader()).resolve("model-00002-of-00002.safetensors"))
        .hasBinaryContent(second);
  }

  @Test
  void wrongContentIsThrownAway() throws Exception {
    byte[] first = file("model-00001-of-00002.safetensors");
    byte[] wrong = first.clone();
    wrong[1000] ^= 1;
    server.stored.put(Hashes.sha256(first), wrong);
    assertThatThrownBy(() -> get(downloader()))
        .isInstanceOf(RemoteException.class)
        .hasMessageContaining("model-00001")
        .hasMessageContaining("does not have its hash");
    assertThat(home.resolve("hub/models--acme--tiny/blobs").resolve(Hashes.sha256(first)))
        .doesNotExist();
    assertThat(cache.commit(REPO)).isEmpty();
    server.stored.put(Hashes.sha256(first), first);
    assertThat(get(downloader()).resolve("model-00001-of-00002.safetensors"))
        .hasBinaryContent(first);
  }

  @Test
  void fileThatChangedSinceItWasListedIsNotTaken() throws Exception {
    Downloader downloader = downloader();
    DownloadPlan plan = downloader.plan(REPO, FileChoice.model());
    held().files.put("model-00001-of-00002.safetensors", noise(9, 700_000));
    assertThatThrownBy(() -> downloader.run(plan, p -> {}, () -> false))
        .isInstanceOf(RemoteException.class)
        .hasMessageContaining("is another file than the one that was listed");
    assertThat(cache.commit(REPO)).isEmpty();
  }

  @Test
  void damagedBeginningIsNoticedAndFetchedAnew() throws Exception {
    byte[] first = file("model-00001-of-00002.safetensors");
    Path blobs = home.resolve("hub/models--acme--tiny/blobs");
    Files.createDirectories(blobs);
    Files.write(blobs.resolve(Hashes.sha256(first) + ".incomplete"), new byte[123_456]);
    assertThat(get(downloader()).resolve("model-00001-of-00002.safetensors"))
        .hasBinaryContent(first);
  }

  @Test
  void stoppingKeepsWhatCame() throws Exception {
    server.slowMillis = 20;
    Downloader downloader = downloader();
    AtomicBoolean stop = new AtomicBoolean();
    DownloadPlan plan = downloader.plan(REPO, FileChoice.model());
    List<DownloadProgress> told = new ArrayList<>();
    assertThat(
            downloader.run(
                plan,
                p -> {
                  told.add(p);
                  stop.set(p.done() > 100_000);
                },
                stop::get))
        .isEmpty();
    assertThat(cache.isBegun(REPO)).isTrue();
    assertThat(told.getLast().total()).isEqualTo(1_600_008);
    long kept = plan.missing() - downloader.plan(REPO, FileChoice.model()).missing();
    assertThat(kept).isGreaterThan(100_000);
    server.slowMillis = 0;
    get(downloader);
    assertThat(cache.isBegun(REPO)).isFalse();
  }

  @Test
  void twoDownloadsFetchOnce() throws Exception {
    server.slowMillis = 10;
    try (var both = Executors.newFixedThreadPool(2)) {
      var one = both.submit(() -> get(downloader()));
      var other = both.submit(() -> get(downloader()));
      assertThat(one.get()).isEqualTo(other.get());
    }
    assertThat(server.requests("xet-bridge")).isEqualTo(2);
  }

  @Test
  void diskIsAskedFirst() {
    Downloader full = new Downloader(hub(""), cache, new Pointers(), folder -> 1_000_000);
    assertThatThrownBy(() -> full.plan(REPO, FileChoice.model()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("HF_HUB_CACHE");
    assertThat(server.requests("/resolve/")).isZero();
  }

  @Test
  void copiesWhereNoLinksAreMade() throws Exception {
    Pointers none =
        new Pointers(
            (place, target) -> {
              throw new FileSystemException("a required privilege is not held by the client");
            });
    Downloader downloader = new Downloader(hub(""), cache, none, folder -> Long.MAX_VALUE);
    Path file = get(downloader).resolve("model-00001-of-00002.safetensors");
    assertThat(Files.isSymbolicLink(file)).isFalse();
    assertThat(file).hasBinaryContent(file("model-00001-of-00002.safetensors"));
  }

  @Test
  void tokenGoesToTheEndpointAlone() throws Exception {
    held().hidden = true;
    get(new Downloader(hub("hf_right"), cache));
    assertThat(server.leaked).isEmpty();
    assertThat(server.requests("xet-bridge")).isEqualTo(2);
  }

  @Test
  void namesThatLeadOutOfTheFolderAreRefused() {
    held().files.put("../../escape.json", new byte[] {1});
    assertThatThrownBy(() -> get(downloader()))
        .isInstanceOf(RemoteException.class)
        .hasMessageContaining("outside");
    assertThat(home.resolve("hub")).doesNotExist();
  }
}
