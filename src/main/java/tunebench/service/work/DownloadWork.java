package tunebench.service.work;

import java.nio.file.Path;
import java.util.Optional;
import tunebench.hub.DownloadPlan;
import tunebench.hub.Downloader;
import tunebench.hub.FileChoice;
import tunebench.hub.Repo;
import tunebench.hub.RepoType;
import tunebench.protocol.Outcome;
import tunebench.protocol.Task;
import tunebench.service.job.Ending;
import tunebench.service.job.JobControl;
import tunebench.service.job.JobWork;
import tunebench.service.job.Wish;

/** Downloads a repository beside the device's work; pausing or cancelling keeps what came. */
record DownloadWork(Task.Download task) implements JobWork {

  @Override
  public boolean needsDevice() {
    return false;
  }

  Repo repo() {
    return Repo.of(task.dataset() ? RepoType.DATASET : RepoType.MODEL, task.name());
  }

  @Override
  public Ending run(JobControl control) throws Exception {
    HubDesk.Access access = HubDesk.Access.open();
    Downloader downloader = new Downloader(access.hub(), access.cache());
    control.stage("asking the Hub");
    DownloadPlan plan =
        downloader.plan(repo(), task.dataset() ? FileChoice.dataset() : FileChoice.model());
    control.stage("downloading");
    control.progress(plan.bytes() - plan.missing(), plan.bytes(), "bytes");
    Optional<Path> folder =
        downloader.run(
            plan,
            p -> control.progress(p.done(), p.total(), "bytes"),
            () -> control.wish() != Wish.NONE);
    if (folder.isPresent()) {
      return new Ending.Done(
          new Outcome.Downloaded(task.name(), folder.get().toString(), plan.bytes()));
    }
    return control.wish() == Wish.PAUSE ? new Ending.Paused() : new Ending.Cancelled();
  }

  @Override
  public String explain(Exception failure) {
    return Failures.sentence(failure);
  }
}
