package tunebench.track;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

class WandbSinkTest {
  @TempDir private Path home = Path.of("");
  private final FakeTracker server = new FakeTracker();
  private final List<String> remarks = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() {
    server.close();
  }

  private Sink sink(String key) {
    return new WandbSink(server.address(), key, "", home.resolve("files"));
  }

  private TrackedRun open(String key, Duration patience) throws Exception {
    return SomeRun.open(home.resolve("track"), List.of(sink(key)), remarks, patience);
  }

  @Test
  void everythingArrives() throws Exception {
    try (TrackedRun run = open("secret-key", Duration.ofSeconds(20))) {
      SomeRun.tell(run, home);
    }
    JsonNode bucket = server.buckets.getFirst();
    assertThat(bucket.path("project").asString()).isEqualTo("pricer");
    assertThat(bucket.path("displayName").asString()).isEqualTo("a run");
    assertThat(bucket.path("config").asString())
        .contains("\"lora.rank\":{\"value\":32}", "\"train.learningRate\":{\"value\":1.0E-4}");
    assertThat(bucket.path("config").asString())
        .contains("{\"1\":\"train/loss\",\"5\":1,\"6\":[1,3],\"7\":[]}");
    List<JsonNode> lines = server.lines("wandb-history.jsonl");
    assertThat(lines).hasSize(6);
    assertThat(lines).extracting(l -> l.path("_step").asInt()).containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(lines)
        .extracting(l -> l.path("train/global_step").asInt())
        .containsExactly(1, 2, 3, 3, 3, 3);
    assertThat(lines.getFirst().path("train/loss").asDouble()).isEqualTo(2.5);
    assertThat(Objects.requireNonNull(server.streamed.get("wandb-history.jsonl")).get(1L))
        .startsWith("{\"train/loss\":NaN,");
    assertThat(lines.get(3).path("eval/mae_high").asDouble()).isEqualTo(50);
    JsonNode table = lines.get(4).path("predictions");
    assertThat(table.path("_type").asString()).isEqualTo("table-file");
    assertThat(
            new String(
                server.stored.get("/run/" + table.path("path").asString()), StandardCharsets.UTF_8))
        .contains("[\"Lamp | \\\"x\\\"\",\"Home\",12.5,10.0,\"10.00\",true]");
    JsonNode picture = lines.get(5).path("loss");
    assertThat(picture.path("width").asInt()).isEqualTo(7);
    assertThat(server.stored).containsKey("/run/" + picture.path("path").asString());
    assertThat(server.lines("wandb-summary.json").getFirst().path("eval/mae").asDouble())
        .isEqualTo(40);
    assertThat(server.lines("wandb-events.jsonl").getFirst().path("system.gpu.0.memory").asDouble())
        .isEqualTo(12.5);
    assertThat(server.artifacts)
        .extracting(
            a ->
                "%s %s %s %s"
                    .formatted(
                        a.path("entityName").asString(),
                        a.path("runName").asString(),
                        a.path("artifactTypeName").asString(),
                        a.path("artifactCollectionName").asString()))
        .containsExactly(
            "ada ab12cd34 run_table run-ab12cd34-predictions", "ada ab12cd34 model pricer-adapter");
    assertThat(table.path("artifact_path").asString())
        .isEqualTo(
            "wandb-client-artifact://%s/predictions.table.json"
                .formatted(server.artifacts.getFirst().path("clientID").asString()));
    assertThat(server.stored).containsKey("/artifact/predictions.table.json");
    assertThat(server.uploaded)
        .containsExactlyInAnyOrder(table.path("path").asString(), picture.path("path").asString());
    assertThat(server.stored.get("/artifact/adapter_model.safetensors")).hasSize(100_000);
    assertThat(server.stored).containsKey("/manifest");
    assertThat(server.committed).containsExactly("A1", "A2");
    assertThat(server.complete).isTrue();
    assertThat(remarks).isEmpty();
  }

  @Test
  void backlogIsSentLaterAndNothingTwice() throws Exception {
    server.status = 503;
    TrackedRun told = open("secret-key", Duration.ZERO);
    try (TrackedRun run = told) {
      SomeRun.tell(run, home);
    }
    assertThat(told.backlog()).containsExactly("wandb");
    assertThat(TrackedRun.hasBacklog(home.resolve("track"), "wandb")).isTrue();
    assertThat(server.streamed).isEmpty();
    server.status = 0;
    open("secret-key", Duration.ofSeconds(20)).close();
    assertThat(TrackedRun.hasBacklog(home.resolve("track"), "wandb")).isFalse();
    assertThat(server.lines("wandb-history.jsonl")).hasSize(6);
    try (TrackedRun resumed = open("secret-key", Duration.ofSeconds(20))) {
      resumed.step(SomeRun.step(4, 1.25));
    }
    List<JsonNode> lines = server.lines("wandb-history.jsonl");
    assertThat(lines).hasSize(7);
    assertThat(lines.getLast().path("_step").asInt()).isEqualTo(6);
    assertThat(server.buckets).extracting(b -> b.path("name").asString()).containsOnly(SomeRun.ID);
  }

  @Test
  void wrongKeyIsSaidOnceAndTheJournalStays() throws Exception {
    try (TrackedRun run = open("wrong", Duration.ofSeconds(20))) {
      SomeRun.tell(run, home);
    }
    assertThat(remarks)
        .containsExactly(
            "wandb is told no more: W&B does not take the key (401); check it and the project's"
                + " name.");
    String journal = Files.readString(home.resolve("track/journal.jsonl"));
    assertThat(journal).doesNotContain("wrong").contains("\"type\":\"End\"");
    assertThat(TrackedRun.hasBacklog(home.resolve("track"), "wandb")).isTrue();
  }
}
