package tunebench.service.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tunebench.BadInputException;
import tunebench.format.JsonFile;
import tunebench.hub.AdapterUpload;
import tunebench.hub.HttpHubWriter;
import tunebench.hub.ModelCard;
import tunebench.hub.Repo;
import tunebench.protocol.Outcome;
import tunebench.protocol.Task;
import tunebench.run.RunRecord;
import tunebench.service.job.Ending;
import tunebench.service.job.JobControl;
import tunebench.service.job.JobWork;

/** Puts an adapter on the Hub, beside the device's work. */
record UploadWork(Engine engine, Task.Upload task) implements JobWork {

  @Override
  public boolean needsDevice() {
    return false;
  }

  /** Refuses what cannot work before anything is asked of the network. */
  void check() {
    Adapters.folder(engine, task.adapter(), task.checkpoint());
  }

  @Override
  public Ending run(JobControl control) throws Exception {
    Path adapter = Adapters.folder(engine, task.adapter(), task.checkpoint());
    HubDesk.Access access = HubDesk.Access.open();
    AdapterUpload upload = new AdapterUpload(access.hub(), new HttpHubWriter(access.hub()));
    Optional<RunRecord> run = record();
    Instant began = run.map(r -> r.summary().created()).orElseGet(Instant::now);
    control.stage("asking the Hub");
    Repo repo =
        upload.repo(task.repo().strip(), LocalDateTime.ofInstant(began, ZoneId.systemDefault()));
    String name = repo.id().substring(repo.id().indexOf('/') + 1);
    Path extra = Files.createTempDirectory("tunebench-upload");
    try {
      if (run.isPresent()) {
        new AdapterPage(engine, run.get()).write(extra, name, "End of training");
      } else {
        Files.writeString(extra.resolve("README.md"), plain(name, adapter));
      }
      control.stage("uploading");
      long bytes = size(adapter) + size(extra);
      control.progress(0, bytes, "bytes");
      String commit =
          upload.save(
              repo,
              adapter,
              extra,
              "End of training",
              !task.open(),
              sent -> control.progress(sent, bytes, "bytes"));
      // Small files go with the commit itself.
      control.progress(bytes, bytes, "bytes");
      return new Ending.Done(new Outcome.Uploaded(repo.id(), commit, access.hub().page(repo)));
    } finally {
      Checkpoints.delete(extra);
    }
  }

  /** Bytes of what is sent; a checkpoint's optimizer is not. */
  private static long size(Path folder) throws IOException {
    long bytes = 0;
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file :
          files
              .filter(f -> Files.isRegularFile(f) && !f.endsWith("optimizer.safetensors"))
              .toList()) {
        bytes += Files.size(file);
      }
    }
    return bytes;
  }

  private Optional<RunRecord> record() {
    try {
      return Optional.of(engine.store().get(task.adapter()));
    } catch (BadInputException e) {
      // Imported, or a folder: nothing is known of its run.
      return Optional.empty();
    }
  }

  private static String plain(String name, Path adapter) throws IOException {
    String base =
        JsonFile.read(adapter.resolve("adapter_config.json"))
            .path("base_model_name_or_path")
            .asString("");
    return new ModelCard(name, base, "An adapter", Map.of(), List.of(), Map.of()).markdown();
  }

  @Override
  public String explain(Exception failure) {
    return Failures.sentence(failure);
  }
}
