package tunebench.ui.fake;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tunebench.BadInputException;
import tunebench.protocol.Reply;
import tunebench.protocol.RunReply;
import tunebench.protocol.RunRequest;
import tunebench.run.EvaluationRow;
import tunebench.run.RunKind;
import tunebench.run.RunStatus;
import tunebench.run.RunSummary;
import tunebench.run.StepPoint;

/** Runs with their steps and rows. */
final class FakeShelf {
  private final Map<String, RunSummary> runs = new LinkedHashMap<>();
  private final Map<String, List<StepPoint>> steps = new HashMap<>();
  private final Map<String, List<EvaluationRow>> rows = new HashMap<>();

  /** Three trainings, one of which failed, and two evaluations. */
  void fill() {
    put(FakeRuns.summary("train-1", RunKind.TRAIN, "course settings", RunStatus.FINISHED));
    put(FakeRuns.summary("train-2", RunKind.TRAIN, "higher rate, r = 16", RunStatus.FINISHED));
    put(FakeRuns.summary("eval-base", RunKind.EVALUATE, "untrained", RunStatus.FINISHED));
    put(FakeRuns.summary("eval-tuned", RunKind.EVALUATE, "tuned, best", RunStatus.FINISHED));
    put(FakeRuns.summary("train-3", RunKind.TRAIN, "bad rows", RunStatus.FAILED));
    steps.put("train-1", FakeSteps.steps(600, 0));
    steps.put("train-2", FakeSteps.steps(600, 2));
    steps.put("train-3", FakeSteps.steps(212, 3));
    rows.put("eval-base", FakeRows.rows(false, 250));
    rows.put("eval-tuned", FakeRows.rows(true, 250));
  }

  void put(RunSummary run) {
    runs.put(run.id(), run);
  }

  void add(String run, StepPoint step) {
    steps.computeIfAbsent(run, id -> new ArrayList<>()).add(step);
  }

  void add(String run, EvaluationRow row) {
    rows.computeIfAbsent(run, id -> new ArrayList<>()).add(row);
  }

  Map<String, List<EvaluationRow>> rows() {
    return rows;
  }

  Reply answer(RunRequest<?> request) {
    return switch (request) {
      case RunRequest.Runs all -> new RunReply.RunPage(runs.size(), List.copyOf(runs.values()));
      case RunRequest.Run one -> detail(one.run());
      case RunRequest.Steps some ->
          new RunReply.StepList(
              some.run(),
              steps.getOrDefault(some.run(), List.of()).stream()
                  .filter(step -> step.step() > some.after())
                  .toList());
      case RunRequest.Rows all ->
          new RunReply.RowList(all.run(), List.copyOf(rows.getOrDefault(all.run(), List.of())));
      case RunRequest.Compare compare ->
          new RunReply.Comparison(
              FakeComparison.compare(
                  compare.runs().stream().map(id -> FakeRuns.record(find(id))).toList()));
      case RunRequest.Rename rename -> detail(rename.run());
      case RunRequest.Note note -> detail(note.run());
      case RunRequest.Tag tag -> detail(tag.run());
      case RunRequest.Delete gone -> new Reply.Done();
    };
  }

  private RunReply.RunDetail detail(String run) {
    return new RunReply.RunDetail(FakeRuns.record(find(run)));
  }

  private RunSummary find(String id) {
    RunSummary run = runs.get(id);
    if (run == null) {
      throw new BadInputException("There is no run " + id + ".");
    }
    return run;
  }
}
