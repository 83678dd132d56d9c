package tunebench.launch;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tunebench.hub.DownloadPlan;
import tunebench.hub.DownloadProgress;
import tunebench.hub.Downloader;
import tunebench.hub.FileChoice;
import tunebench.hub.Repo;
import tunebench.hub.RepoType;

/** {@code hub download}: a repository into the cache that Python uses, too. */
@Command(
    name = "download",
    description =
        "Download a model, an adapter or a dataset; goes on where an earlier try was stopped, and"
            + " fetches nothing twice.",
    mixinStandardHelpOptions = true)
final class HubDownloadCommand implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", description = "org/name or org/name@revision.")
  private String name = "";

  @Option(names = "--dataset", description = "It is a dataset.")
  private boolean dataset;

  @Option(
      names = "--file",
      paramLabel = "PATTERN",
      description = "Only files of this path, * and ** as in a shell; may be repeated.")
  private List<String> files = List.of();

  @Option(names = "--dry-run", description = "Say what would be downloaded, and stop.")
  private boolean dry;

  @Spec private CommandSpec spec = CommandSpec.create();
  private long spoke;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Repo repo = Repo.of(dataset ? RepoType.DATASET : RepoType.MODEL, name);
    FileChoice choice =
        !files.isEmpty()
            ? FileChoice.named(files)
            : dataset ? FileChoice.dataset() : FileChoice.model();
    HubAccess access = HubAccess.open();
    Downloader downloader = new Downloader(access.hub(), access.cache());
    DownloadPlan plan = downloader.plan(repo, choice);
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    err.printf(
        Locale.ROOT,
        "%s is commit %s: %d files, %.1f MB, of which %.1f MB are not here yet%n",
        repo,
        plan.commit(),
        plan.files().size(),
        plan.bytes() / 1e6,
        plan.missing() / 1e6);
    err.flush();
    if (dry) {
      plan.files().forEach(f -> out.printf(Locale.ROOT, "%,15d  %s%n", f.size(), f.path()));
      return 0;
    }
    Optional<Path> folder = stoppable(downloader, plan, err);
    if (folder.isEmpty()) {
      err.println("Stopped; run the same command again to go on from here.");
      return 1;
    }
    out.println(folder.get());
    return 0;
  }

  /** Ctrl-C ends it in order: what has come stays whole. */
  private Optional<Path> stoppable(Downloader downloader, DownloadPlan plan, PrintWriter err)
      throws IOException, InterruptedException {
    AtomicBoolean stop = new AtomicBoolean();
    CountDownLatch ended = new CountDownLatch(1);
    Thread hook =
        new Thread(
            () -> {
              stop.set(true);
              try {
                ended.await(5, TimeUnit.SECONDS);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return downloader.run(plan, progress -> tell(progress, err), stop::get);
    } finally {
      ended.countDown();
      if (!stop.get()) {
        Runtime.getRuntime().removeShutdownHook(hook);
      }
    }
  }

  private void tell(DownloadProgress p, PrintWriter err) {
    long now = System.nanoTime();
    if (now - spoke < TimeUnit.SECONDS.toNanos(2) && p.filesDone() < p.files()) {
      return;
    }
    spoke = now;
    String left =
        Double.isNaN(p.secondsLeft())
            ? ""
            : String.format(
                Locale.ROOT,
                ", %.1f MB/s, %d:%02d left",
                p.bytesPerSecond() / 1e6,
                (long) p.secondsLeft() / 60,
                (long) p.secondsLeft() % 60);
    err.printf(
        Locale.ROOT,
        "  %.1f of %.1f MB, %d of %d files%s%n",
        p.done() / 1e6,
        p.total() / 1e6,
        p.filesDone(),
        p.files(),
        left);
    err.flush();
  }
}
