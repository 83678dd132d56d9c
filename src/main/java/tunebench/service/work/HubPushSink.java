package tunebench.service.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tunebench.hub.AdapterUpload;
import tunebench.hub.HttpHubWriter;
import tunebench.hub.Repo;
import tunebench.run.RunRecord;
import tunebench.track.Sink;
import tunebench.track.TrackRecord;

/**
 * Puts each checkpoint of a run on the Hub: one repository per run, closed to others, one commit
 * per save, as the course has it.
 */
final class HubPushSink implements Sink {
  private final Engine engine;
  private final String run;
  private final String wanted;
  private @Nullable Repo repo;

  /**
   * Sets up.
   *
   * @param wanted as in {@link tunebench.run.TrackChoice#hub}
   */
  HubPushSink(Engine engine, String run, String wanted) {
    this.engine = engine;
    this.run = run;
    this.wanted = wanted.equals("auto") ? "" : wanted;
  }

  @Override
  public String name() {
    return "hub";
  }

  @Override
  public void passed(TrackRecord sent) {}

  @Override
  public void send(List<TrackRecord> records) throws IOException, InterruptedException {
    for (TrackRecord record : records) {
      if (record instanceof TrackRecord.Artifact saved) {
        push(saved);
      }
    }
  }

  private void push(TrackRecord.Artifact saved) throws IOException, InterruptedException {
    Path folder = saved.files().isEmpty() ? null : Path.of(saved.files().getFirst()).getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      // A checkpoint that was removed before it could be sent: a later one is in the journal, too.
      return;
    }
    RunRecord record = engine.store().get(run);
    HubDesk.Access access = HubDesk.Access.open();
    AdapterUpload upload = new AdapterUpload(access.hub(), new HttpHubWriter(access.hub()));
    Repo into = repo;
    if (into == null) {
      into =
          upload.repo(
              wanted, LocalDateTime.ofInstant(record.summary().created(), ZoneId.systemDefault()));
      repo = into;
    }
    String summary = AdapterUpload.summary((int) saved.step());
    Path extra = Files.createTempDirectory("tunebench-push");
    try {
      new AdapterPage(engine, record)
          .write(extra, into.id().substring(into.id().indexOf('/') + 1), summary);
      String commit = upload.save(into, folder, extra, summary, true, sent -> {});
      engine.remark(run, "Step %d is on the Hub: %s@%s".formatted(saved.step(), into.id(), commit));
    } finally {
      Checkpoints.delete(extra);
    }
  }
}
