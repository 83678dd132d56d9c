package tunebench.service.work;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import tunebench.BadInputException;
import tunebench.protocol.Event;
import tunebench.protocol.Reply;
import tunebench.protocol.RunReply;
import tunebench.protocol.RunRequest;
import tunebench.run.RunRecord;
import tunebench.service.job.JobQueue;

/** Answers about runs in the store. */
record RunHandler(Engine engine, JobQueue queue) {

  Reply answer(RunRequest<?> request) throws IOException, InterruptedException {
    return switch (request) {
      case RunRequest.Runs runs ->
          new RunReply.RunPage(
              engine.store().count(runs.filter()), engine.store().list(runs.filter()));
      case RunRequest.Run run -> new RunReply.RunDetail(engine.store().get(run.run()));
      case RunRequest.Steps steps -> {
        // What listeners were told of shall be in the answer, so that nothing is missed between.
        engine.recorder().flush();
        yield new RunReply.StepList(
            steps.run(), engine.store().steps(steps.run(), steps.after(), steps.limit()));
      }
      case RunRequest.Rows rows -> {
        engine.recorder().flush();
        yield new RunReply.RowList(rows.run(), engine.store().rows(rows.run(), rows.set()));
      }
      case RunRequest.Compare compare ->
          new RunReply.Comparison(new Comparing(engine.store()).compare(compare.runs()));
      case RunRequest.Rename rename ->
          changed(
              rename.run(),
              r -> r.with(r.summary().called(rename.name().strip(), r.summary().tags())));
      case RunRequest.Note note -> changed(note.run(), r -> r.noted(note.notes()));
      case RunRequest.Tag tag ->
          changed(tag.run(), r -> r.with(r.summary().called(r.summary().name(), tag.tags())));
      case RunRequest.Delete delete -> delete(delete.run());
    };
  }

  private Reply changed(String run, UnaryOperator<RunRecord> change) {
    return new RunReply.RunDetail(engine.change(run, change));
  }

  private Reply delete(String run) throws IOException, InterruptedException {
    RunRecord record = engine.store().get(run);
    if (queue.hasRun(run)) {
      throw new BadInputException(
          "Run \"%s\" is being worked on; cancel its job first."
              .formatted(record.summary().name()));
    }
    engine.recorder().flush();
    engine.store().delete(run);
    Checkpoints.delete(engine.folder(run));
    if (ImportedAdapter.is(engine, record)) {
      Checkpoints.delete(Path.of(record.folder()));
    }
    engine.ring().tell(new Event.RunDeleted(run));
    return new Reply.Done();
  }
}
