package tunebench.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tunebench.protocol.Event;
import tunebench.protocol.JobInfo;
import tunebench.protocol.JobRequest;
import tunebench.protocol.JobState;
import tunebench.protocol.RunRequest;
import tunebench.protocol.Task;
import tunebench.protocol.Wire;
import tunebench.run.CheckpointChoice;
import tunebench.run.TrainSpec;

/**
 * All that is kept of a run, read out of the SQLite file by this process, by SQL alone, while and
 * after the service's process wrote it.
 */
class StoredRunTest {
  private static final JsonMapper JSON = JsonMapper.shared();

  @TempDir Path folder;
  private RealService service;
  private Path csv;
  private TrainSpec spec;

  @BeforeEach
  void start() throws Exception {
    service = RealService.start(folder.resolve("home"));
    csv = TinyShop.csv(folder.resolve("a.csv"), 60);
    String dataset = Waiting.dataset(service.client(), csv);
    TrainSpec s = TinyShop.spec(TinyShop.model(folder.resolve("m")), dataset, 1_000_000, 10);
    spec =
        new TrainSpec(
            s.name(),
            s.model(),
            s.data(),
            s.adapter(),
            s.training(),
            new CheckpointChoice(10, 2, 20, 4, 0, 0, 0));
  }

  @AfterEach
  void stop() throws Exception {
    service.stop();
  }

  private Connection open() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:sqlite:file:" + folder.resolve("home").resolve("runs.db") + "?mode=ro");
  }

  /** All rows of an answer, by column; what is JSON is read as such. */
  private List<JsonNode> read(String sql, String run) throws SQLException {
    List<JsonNode> rows = new ArrayList<>();
    try (Connection connection = open();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, run);
      ResultSet result = statement.executeQuery();
      while (result.next()) {
        ObjectNode row = JSON.createObjectNode();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
          row.set(result.getMetaData().getColumnLabel(i), node(result.getObject(i)));
        }
        rows.add(row);
      }
    }
    return rows;
  }

  private static JsonNode node(Object value) {
    return value instanceof String text && text.matches("(?s)[\\[{].*")
        ? JSON.readTree(text)
        : JSON.valueToTree(value);
  }

  private List<JsonNode> records(String table, String run) throws SQLException {
    return read("SELECT record FROM " + table + " WHERE run = ? ORDER BY 1", run).stream()
        .map(row -> row.path("record"))
        .toList();
  }

  @Test
  void eachFieldIsInTheFileAndCanBeReadWhileItIsWritten() throws Exception {
    JobInfo[] job = new JobInfo[1];
    Waiting.event(
        service.client(),
        Event.Saved.class,
        saved -> saved.checkpoint().step() >= 40,
        () -> job[0] = Waiting.submit(service.client(), new Task.Train(spec)));
    String run = job[0].run();
    assertThat(
            read("SELECT status FROM run WHERE id = ?", run).getFirst().path("status").asString())
        .as("read by another process while it runs")
        .isEqualTo("RUNNING");
    assertThat(records("step", run)).as("steps so far").hasSizeGreaterThanOrEqualTo(40);
    service.client().send(new JobRequest.Finish(job[0].id()));
    Waiting.state(service.client(), job[0].id(), JobState.DONE);
    service.client().send(new RunRequest.Tag(run, List.of("good", "first")));
    service.client().send(new RunRequest.Note(run, "two\nlines"));

    List<JsonNode> steps = records("step", run);
    steps.forEach(StoredRunTest::complete);
    int judged = steps.size() / 20;
    assertThat(records("evaluation_row", run)).as("4 rows each 20 steps").hasSize(4 * judged);
    records("evaluation_row", run).forEach(StoredRunTest::priced);
    assertThat(records("score", run))
        .hasSize(judged)
        .allSatisfy(score -> assertThat(score.path("mae").asDouble()).isPositive());
    assertThat(records("checkpoint", run))
        .as("the two newest; the best is among them or beside")
        .hasSizeBetween(2, 3)
        .allSatisfy(c -> assertThat(Path.of(c.path("folder").asString())).isDirectory());
    theRun(read("SELECT * FROM run WHERE id = ?", run).getFirst(), steps.size());
  }

  private void theRun(JsonNode row, int steps) {
    JsonNode settings = row.path("settings");
    Map<String, Object> flat = new LinkedHashMap<>();
    flatten("", JSON.valueToTree(spec), flat);
    flat.forEach(
        (name, value) ->
            assertThat(settings.has(name)).as("setting %s = %s", name, value).isTrue());
    assertThat(settings.path("training.seed").asString()).isEqualTo("42");
    assertThat(settings.path("adapter.rank").asString()).isEqualTo("4");
    assertThat(row.path("train")).isEqualTo(JSON.readTree(Wire.write(spec)));
    JsonNode origin = row.path("provenance");
    assertThat(origin.path("modelHash").asString()).matches("[0-9a-f]{64}");
    assertThat(origin.path("datasetHash").asString()).matches("[0-9a-f]{64}");
    assertThat(origin.path("datasetName").asString()).isEqualTo("a.csv");
    assertThat(origin.path("modelName").asString()).isEqualTo("m");
    assertThat(origin.path("java").asString()).startsWith("25");
    assertThat(origin.path("libtorch").asString()).contains("2.7.1");
    for (String field : List.of("tunebench", "device", "system")) {
      assertThat(origin.path(field).asString()).as(field).isNotBlank();
    }
    assertThat(row.path("status").asString()).isEqualTo("FINISHED");
    assertThat(row.path("kind").asString()).isEqualTo("TRAIN");
    assertThat(row.path("step").asInt()).isEqualTo(steps);
    assertThat(row.path("notes").asString()).isEqualTo("two\nlines");
    assertThat(row.path("tags")).isEqualTo(JSON.readTree("[\"good\",\"first\"]"));
    assertThat(row.path("created").asLong()).isLessThanOrEqualTo(row.path("started").asLong());
    assertThat(row.path("started").asLong()).isLessThanOrEqualTo(row.path("ended").asLong());
    assertThat(row.path("mae").asDouble()).isPositive();
    assertThat(row.path("baselines")).isNotEmpty();
    assertThat(row.path("plan_bytes").asLong()).isPositive();
    assertThat(row.path("peak_bytes").asLong()).isPositive();
    assertThat(Path.of(row.path("folder").asString())).isDirectory();
  }

  private static void flatten(String prefix, JsonNode node, Map<String, Object> into) {
    for (String name : node.propertyNames()) {
      JsonNode value = node.get(name);
      if (value.isObject()) {
        flatten(prefix + name + ".", value, into);
      } else {
        into.put(prefix + name, value);
      }
    }
  }

  private static void complete(JsonNode step) {
    assertThat(step.path("loss").asDouble()).isPositive();
    assertThat(step.path("priceLoss").asDouble()).isPositive();
    assertThat(step.path("learningRate").asDouble()).isGreaterThanOrEqualTo(0).isLessThan(0.002);
    assertThat(step.path("gradientNorm").asDouble()).isPositive();
    assertThat(step.path("tokens").asInt() / step.path("seconds").asDouble())
        .as("tokens per second")
        .isPositive()
        .isFinite();
    assertThat(step.path("memoryBytes").asLong()).isGreaterThanOrEqualTo(0);
    List<Integer> rows =
        StreamSupport.stream(step.path("rows").spliterator(), false).map(JsonNode::asInt).toList();
    assertThat(rows).hasSize(4).allSatisfy(line -> assertThat(line).isBetween(2, 61));
    double mean =
        StreamSupport.stream(step.path("rowLosses").spliterator(), false)
            .mapToDouble(JsonNode::asDouble)
            .average()
            .orElseThrow();
    assertThat(mean)
        .as("the rows' own losses")
        .isCloseTo(step.path("loss").asDouble(), within(1.0));
  }

  private static void priced(JsonNode row) {
    assertThat(row.path("set").asString()).matches("step-\\d*[02468]0");
    assertThat(row.path("title").asString()).startsWith("Lamp");
    assertThat(row.path("line").asInt()).isBetween(2, 61);
    assertThat(row.path("truth").asDouble()).isPositive();
    assertThat(row.has("guess")).isTrue();
    assertThat(row.has("text")).isTrue();
    assertThat(row.path("band").asString()).isIn("GREEN", "ORANGE", "RED");
  }
}
