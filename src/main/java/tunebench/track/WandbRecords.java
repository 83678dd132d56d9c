package tunebench.track;

import java.time.Instant;
import java.util.Map;

/** Records of a {@code .wandb} file, as W&B's {@code wandb_internal.proto} numbers their fields. */
final class WandbRecords {
  private static final int HISTORY = 2;
  private static final int SUMMARY = 3;
  private static final int FILES = 6;
  private static final int STATS = 7;
  private static final int ARTIFACT = 8;
  private static final int METRIC = 12;
  private static final int RUN = 17;
  private static final int EXIT = 18;
  private static final int FINAL = 20;
  private static final int HEADER = 21;
  private static final int FOOTER = 22;
  private static final int JSON = 16;

  private long number;

  private byte[] record(int kind, Proto content) {
    return new Proto().integer(1, ++number).message(kind, content).toBytes();
  }

  byte[] header() {
    return record(HEADER, new Proto().message(1, new Proto().text(1, "tunebench")));
  }

  byte[] run(TrackRecord.Begin begin, String entity) {
    Proto config = new Proto();
    begin
        .settings()
        .forEach(
            (key, value) ->
                config.message(
                    1,
                    new Proto().text(1, key).text(JSON, TrackJson.text(TrackJson.setting(value)))));
    Proto run = new Proto().text(1, begin.id());
    if (!entity.isEmpty()) {
      run.text(2, entity);
    }
    run.text(3, begin.project()).message(4, config).text(8, begin.name());
    return record(RUN, run.message(17, time(begin.at())));
  }

  /** Says over which axis a figure is drawn; the axis itself if {@code axis} is empty. */
  byte[] metric(String name, String axis) {
    Proto metric = new Proto().text(1, name);
    Proto options = new Proto();
    if (!axis.isEmpty()) {
      metric.text(4, axis);
      options.truth(WandbAxis.STEP_SYNC, true);
    }
    return record(METRIC, metric.message(6, options.truth(WandbAxis.DEFINED, true)));
  }

  private static Proto time(Instant at) {
    return new Proto().integer(1, at.getEpochSecond()).integer(2, at.getNano());
  }

  byte[] history(Map<String, Object> line, long step) {
    return record(HISTORY, items(1, line).message(2, new Proto().integer(1, step)));
  }

  byte[] summary(Map<String, Object> values) {
    return record(SUMMARY, items(1, values));
  }

  private static Proto items(int field, Map<String, Object> values) {
    Proto items = new Proto();
    values.forEach(
        (key, value) ->
            items.message(field, new Proto().text(1, key).text(JSON, TrackJson.text(value))));
    return items;
  }

  byte[] stats(TrackRecord.Machine machine) {
    Proto stats = new Proto().integer(1, 0).message(2, time(machine.at()));
    machine
        .values()
        .forEach(
            (key, value) ->
                stats.message(
                    3,
                    new Proto()
                        .text(1, key.replaceFirst("^system\\.", ""))
                        .text(JSON, TrackJson.text(value))));
    return record(STATS, stats);
  }

  /** Names a file that lies in the run's folder of files. */
  byte[] file(String path) {
    return record(FILES, new Proto().message(1, new Proto().text(1, path)));
  }

  byte[] artifact(WandbArtifact artifact, String project, String entity) {
    Proto files = new Proto().integer(1, 1).text(2, "wandb-storage-policy-v1");
    files.message(3, new Proto().text(1, "storageLayout").text(2, "\"V2\""));
    for (Manifest.Entry entry : artifact.manifest().entries()) {
      files.message(
          4,
          new Proto()
              .text(1, entry.name())
              .text(2, entry.digest())
              .integer(4, entry.size())
              .text(6, entry.file().toAbsolutePath().toString()));
    }
    Proto record = new Proto().text(1, artifact.run()).text(2, project);
    if (!entity.isEmpty()) {
      record.text(3, entity);
    }
    record.text(4, artifact.type()).text(5, artifact.collection());
    record.text(6, artifact.manifest().digest());
    artifact.aliases().forEach(alias -> record.text(11, alias));
    // Field 9, "made by the user", stays unset: with it W&B would not tie it to the run.
    record
        .message(12, files)
        .truth(14, true)
        .text(15, artifact.client())
        .text(16, artifact.sequence())
        .text(20, "MANIFEST_MD5");
    return record(ARTIFACT, record);
  }

  byte[] exit(int code, int seconds) {
    return record(EXIT, new Proto().integer(1, code).integer(2, seconds));
  }

  byte[] last() {
    return record(FINAL, new Proto());
  }

  byte[] footer() {
    return record(FOOTER, new Proto());
  }
}
