package tunebench.service.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tunebench.BadInputException;
import tunebench.run.Checkpoint;
import tunebench.run.EvaluationRow;
import tunebench.run.PriceWeight;
import tunebench.run.RunFilter;
import tunebench.run.RunKind;
import tunebench.run.RunRecord;
import tunebench.run.RunStatus;
import tunebench.run.RunSummary;
import tunebench.run.Scores;
import tunebench.run.StepPoint;
import tunebench.service.SomeRuns;

class RunStoreTest {
  @TempDir Path folder;

  @Test
  void whatWasWrittenIsReadByTheNextProcess() {
    RunRecord run = withParts(SomeRuns.run("a", "first", RunStatus.PAUSED, 46.67, "good", "x"));
    List<StepPoint> steps = IntStream.rangeClosed(1, 50).mapToObj(SomeRuns::step).toList();
    var row =
        new EvaluationRow(
            "final",
            0,
            7,
            "Lamp",
            "Home",
            19.99,
            0,
            "abc",
            false,
            "RED",
            List.of(new PriceWeight(20, 0.5)));
    try (RunStore store = store()) {
      store.add(run);
      store.addSteps("a", steps);
      store.addRows("a", List.of(row));
    }
    try (RunStore store = store()) {
      RunSummary reached = run.summary().reached(50, 1000, steps.getLast().loss());
      assertThat(store.get("a")).as("at its last step").isEqualTo(run.with(reached));
      assertThat(store.steps("a", 0, 0)).isEqualTo(steps);
      assertThat(store.steps("a", 48, 1)).isEqualTo(steps.subList(48, 49));
      assertThat(store.rows("a", "final")).containsExactly(row);
      assertThat(store.rows("a", "other")).isEmpty();
    }
  }

  private static RunRecord withParts(RunRecord r) {
    return new RunRecord(
        r.summary(),
        r.settings(),
        r.train(),
        r.evaluate(),
        r.provenance(),
        List.of(new Scores("step-2", 5, 40, 30, 50, 0.4, 71, 900, Double.NaN, 1)),
        r.baselines(),
        List.of(new Checkpoint(2, "c2", Instant.ofEpochMilli(5), Double.NaN, false)),
        "two lines\nof notes",
        r.folder(),
        r.planBytes(),
        r.peakBytes());
  }

  @Test
  void stepsMadeAgainTakeTheOldOnesPlace() {
    try (RunStore store = store()) {
      store.add(SomeRuns.run("a", "", RunStatus.RUNNING, Double.NaN));
      store.addSteps("a", List.of(SomeRuns.step(1), SomeRuns.step(2), SomeRuns.step(3)));
      store.dropStepsAfter("a", 1);
      assertThat(store.steps("a", 0, 0)).extracting(StepPoint::step).containsExactly(1);
    }
  }

  @Test
  void filtersNarrowAndOrderTheList() {
    try (RunStore store = store()) {
      store.add(SomeRuns.run("a", "Lamp 100%", RunStatus.FINISHED, 50, "good"));
      store.add(SomeRuns.run("b", "desk", RunStatus.FAILED, Double.NaN, "good", "odd"));
      store.add(SomeRuns.run("c", "chair", RunStatus.FINISHED, 40));

      assertThat(ids(store, filter("lamp 100%", Set.of(), List.of()))).containsExactly("a");
      assertThat(ids(store, filter("100_", Set.of(), List.of()))).isEmpty();
      assertThat(ids(store, filter("", Set.of(RunStatus.FINISHED), List.of())))
          .containsExactly("c", "a");
      assertThat(ids(store, filter("", Set.of(), List.of("good", "odd")))).containsExactly("b");
      assertThat(store.count(RunFilter.newest(1))).isEqualTo(3);
      var page =
          new RunFilter("", Set.of(), Set.of(RunKind.TRAIN), List.of(), RunFilter.Order.MAE, 1, 5);
      assertThat(ids(store, page)).as("by MAE, the best left out").containsExactly("a", "b");
    }
  }

  private static RunFilter filter(String text, Set<RunStatus> statuses, List<String> tags) {
    return new RunFilter(text, statuses, Set.of(), tags, RunFilter.Order.MAE, 0, 100);
  }

  private static List<String> ids(RunStore store, RunFilter filter) {
    return store.list(filter).stream().map(RunSummary::id).toList();
  }

  @Test
  void tenThousandRunsListAndFilterInATenthOfASecond() {
    try (RunStore store = store()) {
      for (int i = 0; i < 10_000; i++) {
        store.add(
            SomeRuns.run(
                "run" + i,
                "sweep " + i,
                i % 3 == 0 ? RunStatus.FAILED : RunStatus.FINISHED,
                i % 97,
                "tag" + i % 10));
      }
      var filter =
          new RunFilter(
              "sweep 1",
              Set.of(RunStatus.FINISHED),
              Set.of(),
              List.of("tag3"),
              RunFilter.Order.MAE,
              0,
              100);
      long wanted =
          IntStream.range(0, 10_000)
              .filter(i -> i % 3 != 0 && i % 10 == 3 && ("" + i).startsWith("1"))
              .count();
      assertThat(store.list(RunFilter.newest(100))).hasSize(100);
      assertThat(store.list(filter)).hasSize((int) wanted);
      assertThat(store.count(filter)).isEqualTo((int) wanted);
      double list = best(() -> store.list(RunFilter.newest(100)));
      double filtered = best(() -> store.list(filter));
      System.out.printf("PRINT of 10,000 runs: list %.1f ms, filter %.1f ms%n", list, filtered);
      assertThat(list).isLessThan(100);
      assertThat(filtered).isLessThan(100);
    }
  }

  /** Milliseconds of the best of ten: what it costs when nobody else has the processor. */
  private static double best(Runnable work) {
    long best = Long.MAX_VALUE;
    for (int i = 0; i < 10; i++) {
      long start = System.nanoTime();
      work.run();
      best = Math.min(best, System.nanoTime() - start);
    }
    return best / 1e6;
  }

  @Test
  void anOlderFileIsBroughtUpToDateAndANewerRefused() throws Exception {
    Path file = folder.resolve("runs.db");
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      Schema.migrate(file, connection, 1);
      RunTable.insert(connection, SomeRuns.run("old", "kept", RunStatus.FINISHED, 1));
      // What later versions added to a record is not in it.
      connection
          .createStatement()
          .execute("UPDATE run SET train = json_remove(train, '$.tracking')");
      assertThat(Schema.version(connection)).isEqualTo(1);
    }
    try (RunStore store = store()) {
      assertThat(store.get("old")).isEqualTo(SomeRuns.run("old", "kept", RunStatus.FINISHED, 1));
      assertThat(store.jobs().list()).as("a table that came later").isEmpty();
    }
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      assertThat(Schema.version(connection)).isEqualTo(Schema.NEWEST);
      connection.createStatement().execute("PRAGMA user_version = 99");
    }
    assertThatThrownBy(this::store)
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("newer Tunebench");
  }

  @Test
  void aFileThatIsNoStoreIsNamed() throws Exception {
    Files.writeString(
        folder.resolve("runs.db"), "not a database at all, and long enough to see it");
    assertThatThrownBy(this::store)
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("runs.db");
  }

  private RunStore store() {
    return RunStore.open(folder.resolve("runs.db"));
  }
}
