package tunebench.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tunebench.hub.FakeHub;

/** Each command in a process of its own, since the variables that it reads are the process's. */
class HubCommandsTest {
  @TempDir private Path home = Path.of("");
  private final FakeHub server = new FakeHub();

  @AfterEach
  void stop() {
    server.close();
  }

  /** What a command said on both streams, and how it ended. */
  private record Said(int code, String text) {}

  private Said run(Map<String, String> variables, String input, String... words)
      throws IOException, InterruptedException {
    Process process = start(variables, words);
    try (var in = process.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.UTF_8));
    }
    String text =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    return new Said(process.waitFor(), text);
  }

  private Process start(Map<String, String> variables, String... words) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add("tunebench.launch.Main");
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(n -> n.startsWith("HF_") || n.startsWith("DBUS"));
    builder.environment().put("HF_HOME", home.resolve("hf").toString());
    builder.environment().put("HF_ENDPOINT", server.endpoint().toString());
    builder.environment().putAll(variables);
    return builder.start();
  }

  private void addModel(String name) throws IOException {
    Map<String, byte[]> files = new HashMap<>();
    Path shipped = Path.of("assets/models/tunebench-base");
    try (Stream<Path> found = Files.list(shipped)) {
      for (Path file : found.filter(Files::isRegularFile).toList()) {
        files.put(file.getFileName().toString(), Files.readAllBytes(file));
      }
    }
    server.put(name, files);
  }

  @Test
  void downloadedModelIsUsedByItsNameWithoutNetwork() throws Exception {
    addModel("acme/tiny");
    assertThat(run(Map.of(), "", "footprint", "--model", "acme/tiny"))
        .satisfies(
            said -> {
              assertThat(said.code()).isEqualTo(2);
              assertThat(said.text())
                  .isEqualTo(
                      "There is no folder acme/tiny, and nothing of that name was downloaded; run"
                          + " hub download acme/tiny, or check the path.");
            });
    Said said = run(Map.of(), "", "hub", "download", "acme/tiny");
    assertThat(said.text()).contains(FakeHub.COMMIT).contains("snapshots");
    assertThat(said.code()).isZero();
    server.close();
    Map<String, String> offline = Map.of("HF_HUB_OFFLINE", "1");
    assertThat(run(offline, "", "footprint", "--model", "acme/tiny").text())
        .contains("5,335,040 parameters");
    assertThat(run(offline, "", "hub", "list").text()).startsWith("model").contains("acme/tiny");
    Said refused = run(offline, "", "hub", "download", "acme/tiny");
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.text()).startsWith("HF_HUB_OFFLINE is set").doesNotContain("Exception");
  }

  @Test
  void downloadThatIsStoppedGoesOn() throws Exception {
    addModel("acme/tiny");
    server.slow(200);
    Process process = start(Map.of(), "hub", "download", "acme/tiny");
    Path blobs = home.resolve("hf/hub/models--acme--tiny/blobs");
    long until = System.nanoTime() + 60_000_000_000L;
    while (!grown(blobs) && System.nanoTime() < until) {
      LockSupport.parkNanos(20_000_000);
    }
    process.destroy();
    assertThat(process.waitFor()).isNotZero();
    assertThat(grown(blobs)).isTrue();
    server.slow(0);
    assertThat(run(Map.of(), "", "hub", "download", "acme/tiny").code()).isZero();
    assertThat(server.requests("bytes=")).isPositive();
    assertThat(grown(blobs)).isFalse();
  }

  /** Whether a megabyte of a file is here, but not all of it. */
  private static boolean grown(Path blobs) throws IOException {
    if (!Files.isDirectory(blobs)) {
      return false;
    }
    try (Stream<Path> files = Files.list(blobs)) {
      return files.anyMatch(
          f -> f.toString().endsWith(".incomplete") && f.toFile().length() > 1_000_000);
    }
  }

  @Test
  void datasetIsCheckedByItsName() throws Exception {
    Path folder = Path.of("src/test/resources/tunebench/data");
    Map<String, byte[]> files = new HashMap<>();
    for (String part : List.of("train-00000-of-00002.parquet", "train-00001-of-00002.parquet")) {
      files.put("data/" + part, Files.readAllBytes(folder.resolve(part)));
    }
    server.put("acme/lamps", files);
    assertThat(run(Map.of(), "", "hub", "download", "--dataset", "acme/lamps").code()).isZero();
    Said said = run(Map.of(), "", "check", "--csv", "acme/lamps");
    assertThat(said.text()).contains("20 ");
    assertThat(said.code()).isZero();
  }

  @Test
  void tokenIsKeptByItsOwnerAlone() throws Exception {
    Said said = run(Map.of(), "hf_right\n", "hub", "login");
    assertThat(said.text()).contains("You are ada").doesNotContain("hf_right");
    assertThat(home.resolve("hf/token")).hasContent("hf_right");
    assertThat(Files.getPosixFilePermissions(home.resolve("hf/token"))).hasSize(2);
    assertThat(run(Map.of(), "", "hub", "whoami").text()).startsWith("ada, by the token from");
    Said wrong = run(Map.of("HF_TOKEN", "hf_wrong"), "", "hub", "whoami");
    assertThat(wrong.code()).isEqualTo(2);
    assertThat(wrong.text()).contains("token from HF_TOKEN").doesNotContain("hf_wrong");
    run(Map.of(), "", "hub", "logout");
    assertThat(home.resolve("hf/token")).doesNotExist();
  }

  @Test
  void faultOfTheHubIsOneSentence() throws Exception {
    Said said =
        run(Map.of("HF_ENDPOINT", "http://127.0.0.1:1"), "", "hub", "download", "acme/tiny");
    assertThat(said.code()).isEqualTo(1);
    assertThat(said.text()).startsWith("127.0.0.1 cannot be reached").doesNotContain("\n");
  }
}
