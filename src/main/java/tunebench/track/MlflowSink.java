package tunebench.track;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.mlflow.api.proto.Service.CreateRun;
import org.mlflow.api.proto.Service.Metric;
import org.mlflow.api.proto.Service.Param;
import org.mlflow.api.proto.Service.Run;
import org.mlflow.api.proto.Service.RunInfo;
import org.mlflow.api.proto.Service.RunStatus;
import org.mlflow.api.proto.Service.RunTag;
import org.mlflow.api.proto.Service.ViewType;
import org.mlflow.tracking.MlflowClient;
import org.mlflow.tracking.MlflowClientException;
import org.mlflow.tracking.MlflowHttpException;
import org.mlflow.tracking.creds.BasicMlflowHostCreds;
import tunebench.BadInputException;

/**
 * MLflow, by its own Java client. Files go through the server's artifact proxy; where the server
 * keeps artifacts elsewhere, a tag says where the file is, since the client would ask for Python.
 */
public final class MlflowSink implements Sink {
  private static final String TAG = "tunebench.run";
  private static final String PROXY = "mlflow-artifacts:";

  /** Most values of one request, by MLflow's own limits. */
  private static final int METRICS = 500;

  private static final int PARAMS = 90;
  private static final int LONGEST = 500;

  /** The client warns of each answer that it tries again; what is final is said by the feeder. */
  private static final List<Logger> CHATTER =
      List.of(Logger.getLogger("org.mlflow"), Logger.getLogger("org.mlflow_project"));

  static {
    CHATTER.forEach(logger -> logger.setLevel(Level.SEVERE));
  }

  private final MlflowClient client;
  private final URI address;
  private final Map<String, String> headers;
  private final Path folder;
  private final TrackHttp http = new TrackHttp("MLflow");
  private TrackRecord.@Nullable Begin begun;
  private @Nullable RunInfo run;
  private boolean known;

  /**
   * Sets up.
   *
   * @param token bearer's token, "" for none
   * @param folder for tables on their way
   */
  public MlflowSink(URI address, String token, Path folder) {
    String bare = address.toString().replaceAll("/+$", "");
    this.address = URI.create(bare);
    this.client =
        new MlflowClient(
            token.isEmpty()
                ? new BasicMlflowHostCreds(bare)
                : new BasicMlflowHostCreds(bare, token));
    this.headers = token.isEmpty() ? Map.of() : Map.of("Authorization", "Bearer " + token);
    this.folder = folder;
  }

  @Override
  public String name() {
    return "mlflow";
  }

  @Override
  public void passed(TrackRecord sent) {
    if (sent instanceof TrackRecord.Begin begin) {
      begun = begin;
      known = true;
    }
  }

  @Override
  public void send(List<TrackRecord> records) throws IOException, InterruptedException {
    try {
      deliver(records);
    } catch (MlflowHttpException e) {
      if (e.getStatusCode() / 100 == 4 && e.getStatusCode() != 429) {
        throw new BadInputException(
            "MLflow refused a request with %d (%s); check its address and the key."
                .formatted(e.getStatusCode(), e.getReasonPhrase()),
            e);
      }
      throw new IOException("it answered " + e.getStatusCode(), e);
    } catch (MlflowClientException e) {
      throw new IOException(String.valueOf(e.getMessage()), e);
    }
  }

  private void deliver(List<TrackRecord> records) throws IOException, InterruptedException {
    List<Metric> metrics = new ArrayList<>();
    for (TrackRecord record : records) {
      switch (record) {
        case TrackRecord.Begin begin -> {
          known = begun != null && begun.id().equals(begin.id());
          begun = begin;
          run = null;
          params(begin);
        }
        case TrackRecord.Figures f -> metrics(metrics, f.at(), f.step(), f.values());
        case TrackRecord.Machine m -> metrics(metrics, m.at(), m.at().getEpochSecond(), m.values());
        case TrackRecord.Table t -> {
          Media media = Media.table(t, folder);
          file("tables", media.file());
        }
        case TrackRecord.Picture p -> file("charts", Path.of(p.file()));
        case TrackRecord.Artifact a -> {
          for (String path : a.files()) {
            file(a.name() + "/step-" + a.step(), Path.of(path));
          }
        }
        case TrackRecord.End end -> {
          log(metrics);
          client.setTerminated(
              id(), end.failed() ? RunStatus.FAILED : RunStatus.FINISHED, end.at().toEpochMilli());
        }
      }
    }
    log(metrics);
  }

  private static void metrics(
      List<Metric> metrics, Instant at, long step, Map<String, Double> values) {
    values.forEach(
        (name, value) ->
            metrics.add(
                Metric.newBuilder()
                    .setKey(name)
                    .setValue(value)
                    .setStep(step)
                    .setTimestamp(at.toEpochMilli())
                    .build()));
  }

  private void log(List<Metric> metrics) {
    for (int from = 0; from < metrics.size(); from += METRICS) {
      int until = Math.min(metrics.size(), from + METRICS);
      client.logBatch(id(), metrics.subList(from, until), List.of(), List.of());
    }
    metrics.clear();
  }

  private void params(TrackRecord.Begin begin) {
    if (known) {
      return;
    }
    List<Param> params = new ArrayList<>();
    begin
        .settings()
        .forEach(
            (key, value) ->
                params.add(
                    Param.newBuilder()
                        .setKey(key)
                        .setValue(value.substring(0, Math.min(LONGEST, value.length())))
                        .build()));
    for (int from = 0; from < params.size(); from += PARAMS) {
      int until = Math.min(params.size(), from + PARAMS);
      client.logBatch(id(), List.of(), params.subList(from, until), List.of());
    }
  }

  private String id() {
    return info().getRunId();
  }

  /** The run of this id, which a tag tells; made if it is not there. */
  private RunInfo info() {
    RunInfo found = run;
    if (found != null) {
      return found;
    }
    TrackRecord.Begin begin = begun;
    if (begin == null) {
      throw new IllegalStateException("a run tells figures before it begins");
    }
    String experiment =
        client
            .getExperimentByName(begin.project())
            .map(e -> e.getExperimentId())
            .orElseGet(() -> client.createExperiment(begin.project()));
    List<Run> same =
        client
            .searchRuns(
                List.of(experiment),
                "tags.`%s` = '%s'".formatted(TAG, begin.id()),
                ViewType.ACTIVE_ONLY,
                1)
            .getItems();
    found = same.isEmpty() ? create(begin, experiment) : same.getFirst().getInfo();
    run = found;
    return found;
  }

  private RunInfo create(TrackRecord.Begin begin, String experiment) {
    return client.createRun(
        CreateRun.newBuilder()
            .setExperimentId(experiment)
            .setStartTime(begin.at().toEpochMilli())
            .addTags(RunTag.newBuilder().setKey(TAG).setValue(begin.id()))
            .addTags(RunTag.newBuilder().setKey("mlflow.runName").setValue(begin.name()))
            .build());
  }

  private void file(String place, Path file) throws IOException, InterruptedException {
    if (!Files.exists(file)) {
      return;
    }
    String root = info().getArtifactUri();
    if (root.startsWith(PROXY)) {
      String path = root.substring(PROXY.length()).replaceFirst("^/+", "");
      http.put(
          URI.create(
              "%s/api/2.0/mlflow-artifacts/artifacts/%s/%s/%s"
                  .formatted(address, path, place, file.getFileName())),
          headers,
          file);
    } else {
      client.setTag(id(), "tunebench.file." + file.getFileName(), file.toString());
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
