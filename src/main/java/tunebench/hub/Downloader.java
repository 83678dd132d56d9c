package tunebench.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.ToLongFunction;
import tunebench.BadInputException;

/** Downloads repositories into the cache, several files at once. */
public final class Downloader {
  private static final int TOGETHER = 4;
  private static final long TELL_MILLIS = 200;

  /** What a disk should keep free besides. */
  private static final long SPARE = 200_000_000;

  private final Hub hub;
  private final HubCache cache;
  private final Pointers pointers;
  private final ToLongFunction<Path> freeBytes;

  public Downloader(Hub hub, HubCache cache) {
    this(hub, cache, new Pointers(), Downloader::free);
  }

  Downloader(Hub hub, HubCache cache, Pointers pointers, ToLongFunction<Path> freeBytes) {
    this.hub = hub;
    this.cache = cache;
    this.pointers = pointers;
    this.freeBytes = freeBytes;
  }

  private static long free(Path folder) {
    Path there = folder.toAbsolutePath();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    try {
      return Files.getFileStore(there).getUsableSpace();
    } catch (IOException e) {
      // A system that does not say how much is free cannot be asked.
      return Long.MAX_VALUE;
    }
  }

  /**
   * Asks what a revision is made of now, and what of it is missing here.
   *
   * @throws BadInputException if the Hub refuses, nothing fits the choice, or the disk has no room
   */
  public DownloadPlan plan(Repo repo, FileChoice choice) throws IOException, InterruptedException {
    String commit = hub.info(repo).commit();
    Repo pinned = repo.at(commit);
    List<HubFile> files = choice.of(repo, hub.files(pinned));
    long bytes = 0;
    long missing = 0;
    for (HubFile file : files) {
      bytes += file.size();
      if (!held(repo, commit, file)) {
        missing +=
            Math.max(0, file.size() - FileDownload.size(cache.incomplete(repo, file.etag())));
      }
    }
    long free = freeBytes.applyAsLong(cache.root());
    if (missing > 0 && missing + SPARE > free) {
      throw new BadInputException(
          "%s needs %.1f GB more and %s has %.1f GB free; make room, or set HF_HUB_CACHE to a folder on another disk."
              .formatted(repo, missing / 1e9, cache.root(), free / 1e9));
    }
    return new DownloadPlan(repo, commit, files, bytes, missing, cache.snapshot(repo, commit));
  }

  private boolean held(Repo repo, String commit, HubFile file) throws IOException {
    Path pointer = cache.snapshot(repo, commit).resolve(file.path());
    return Files.exists(cache.blob(repo, file.etag()))
        || (Files.exists(pointer) && Files.size(pointer) == file.size());
  }

  /**
   * Carries a plan out.
   *
   * @param stopped whether the person wants it to end; what has come stays, and is not fetched
   *     again
   * @return the folder, or empty if it was stopped
   * @throws BadInputException if the Hub refuses a file
   * @throws tunebench.RemoteException if it could not be brought to its end; again goes on from
   *     there
   */
  public Optional<Path> run(
      DownloadPlan plan, DownloadProgress.Listener listener, BooleanSupplier stopped)
      throws IOException, InterruptedException {
    AtomicLong arrived = new AtomicLong(plan.bytes() - plan.missing());
    AtomicInteger whole = new AtomicInteger();
    AtomicBoolean failed = new AtomicBoolean();
    BooleanSupplier ends = () -> failed.get() || stopped.getAsBoolean();
    List<Future<Boolean>> parts = new ArrayList<>();
    try (ExecutorService pool =
        Executors.newFixedThreadPool(TOGETHER, Thread.ofVirtual().name("download-").factory())) {
      for (HubFile file : plan.files()) {
        parts.add(
            pool.submit(
                () -> {
                  boolean done = false;
                  try {
                    done = bring(plan, file, arrived, ends);
                  } finally {
                    failed.compareAndSet(false, !done);
                  }
                  whole.addAndGet(done ? 1 : 0);
                  return done;
                }));
      }
      try {
        watch(plan, parts, arrived, whole, listener);
        if (!finished(parts)) {
          return Optional.empty();
        }
      } finally {
        // Whatever ended this, no part goes on without it.
        failed.set(true);
      }
    }
    cache.remember(plan.repo(), plan.commit());
    return Optional.of(plan.folder());
  }

  private boolean bring(
      DownloadPlan plan, HubFile file, AtomicLong arrived, BooleanSupplier stopped)
      throws IOException, InterruptedException {
    Repo repo = plan.repo().at(plan.commit());
    Path pointer = plan.folder().resolve(file.path());
    Path blob = cache.blob(repo, file.etag());
    if (!held(repo, plan.commit(), file)
        && !new FileDownload(hub, cache, repo, file, arrived, stopped).run()) {
      return false;
    }
    if (Files.exists(blob)) {
      pointers.point(pointer, blob);
    }
    return true;
  }

  private static void watch(
      DownloadPlan plan,
      List<Future<Boolean>> parts,
      AtomicLong arrived,
      AtomicInteger whole,
      DownloadProgress.Listener listener)
      throws InterruptedException {
    Speed speed = new Speed();
    long began = System.nanoTime();
    for (Future<Boolean> part : parts) {
      while (!part.isDone()) {
        tell(plan, arrived, whole, speed, began, listener);
        try {
          Object _ = part.get(TELL_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException | CancellationException e) {
          // What failed is told below, in the order of the files.
        }
      }
    }
    tell(plan, arrived, whole, speed, began, listener);
  }

  private static void tell(
      DownloadPlan plan,
      AtomicLong arrived,
      AtomicInteger whole,
      Speed speed,
      long began,
      DownloadProgress.Listener listener) {
    long done = arrived.get();
    double rate = speed.at((System.nanoTime() - began) / 1e9, done);
    listener.at(
        new DownloadProgress(
            done,
            plan.bytes(),
            whole.get(),
            plan.files().size(),
            rate,
            rate > 0 ? (plan.bytes() - done) / rate : Double.NaN));
  }

  private static boolean finished(List<Future<Boolean>> parts)
      throws IOException, InterruptedException {
    boolean all = true;
    for (Future<Boolean> part : parts) {
      try {
        all &= part.get();
      } catch (ExecutionException e) {
        throw unwrapped(e);
      }
    }
    return all;
  }

  private static IOException unwrapped(ExecutionException failure) {
    Throwable cause = failure.getCause();
    if (cause instanceof RuntimeException other) {
      throw other;
    }
    return cause instanceof IOException io ? io : new IOException(failure);
  }
}
