package tunebench.service.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import tunebench.hub.KeptKeys;
import tunebench.hub.Repo;
import tunebench.hub.RepoType;
import tunebench.report.RunCharts;
import tunebench.run.EvaluationRow;
import tunebench.run.RunFilter;
import tunebench.run.RunKind;
import tunebench.run.RunRecord;
import tunebench.run.RunSummary;
import tunebench.run.Scores;
import tunebench.run.StepPoint;
import tunebench.run.TrackChoice;
import tunebench.run.TrainSpec;
import tunebench.track.MachineLoad;
import tunebench.track.Sink;
import tunebench.track.TrackedRun;
import tunebench.track.Trackers;

/** What a training run tells its trackers, if it has any. Nothing here waits or fails a run. */
final class Telling {
  private static final Logger LOG = Logger.getLogger(Telling.class.getName());

  /** After its end a run's trackers are waited for in the background for so long. */
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** One journal has one that sends it: whoever goes on with a run takes it over. */
  private static final ConcurrentMap<Path, Telling> OPEN = new ConcurrentHashMap<>();

  private final Engine engine;
  private final String run;
  private final Optional<TrackedRun> tracked;

  /** Charts are drawn here: a fifth of a second each, which no run waits for. */
  private final ExecutorService drawing =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().daemon().name("track-charts").factory());

  private final CountDownLatch ended = new CountDownLatch(1);

  private Telling(Engine engine, String run, Optional<TrackedRun> tracked) {
    this.engine = engine;
    this.run = run;
    this.tracked = tracked;
  }

  private static Trackers trackers(Engine engine) {
    return new Trackers(
        System.getenv(),
        Path.of(System.getProperty("user.home")),
        KeptKeys.in(engine.home().folder())::get);
  }

  /** Refuses trackers that cannot work, before a run waits in the queue. */
  static void check(Engine engine, TrackChoice choice) {
    Trackers trackers = trackers(engine);
    choice.trackers().forEach(trackers::check);
    if (!choice.hub().isEmpty() && !choice.hub().equals("auto")) {
      Repo.of(RepoType.MODEL, choice.hub());
    }
  }

  private static Path folder(Engine engine, String run) {
    return engine.folder(run).resolve("tracking");
  }

  private static List<Sink> sinks(Engine engine, String run, TrackChoice choice) {
    Trackers trackers = trackers(engine);
    List<Sink> sinks = new ArrayList<>();
    choice.trackers().forEach(kind -> sinks.add(trackers.make(kind, folder(engine, run))));
    if (!choice.hub().isEmpty()) {
      sinks.add(new HubPushSink(engine, run, choice.hub()));
    }
    return sinks;
  }

  /** Begins to tell, or goes on; tells nobody if that is not possible. */
  static Telling open(Engine engine, RunRecord record, MachineLoad.Device device) {
    TrainSpec spec = record.train();
    if (spec == null || spec.tracking().quiet()) {
      return new Telling(engine, record.id(), Optional.empty());
    }
    Telling telling = open(engine, record, spec.tracking(), device);
    telling.tracked.ifPresent(
        tracked ->
            tracked.begin(
                record.id(),
                record.summary().name(),
                spec.tracking().trackers().stream()
                    .findFirst()
                    .map(Trackers::project)
                    .orElse("pricer"),
                record.settings()));
    return telling;
  }

  private static Telling open(
      Engine engine, RunRecord record, TrackChoice choice, MachineLoad.Device device) {
    Path folder = folder(engine, record.id());
    try {
      Telling before = OPEN.remove(folder);
      if (before != null) {
        before.release();
      }
      TrackedRun tracked =
          new TrackedRun(
              folder,
              sinks(engine, record.id(), choice),
              sentence -> engine.remark(record.id(), sentence),
              device,
              PATIENCE);
      Telling telling = new Telling(engine, record.id(), Optional.of(tracked));
      OPEN.put(folder, telling);
      return telling;
    } catch (IOException | RuntimeException e) {
      LOG.log(Level.WARNING, "trackers of " + record.id() + " cannot be told", e);
      engine.remark(record.id(), "Trackers are told nothing: " + Failures.sentence(e));
      return new Telling(engine, record.id(), Optional.empty());
    }
  }

  /** Sends, in the background, what runs told while nobody listened and the service then ended. */
  static void sendBacklogs(Engine engine) {
    for (RunSummary line : engine.store().list(RunFilter.newest(Integer.MAX_VALUE))) {
      // Few runs tell anybody, and a service starts while a person waits.
      boolean told = Files.exists(TrackedRun.journal(folder(engine, line.id())));
      TrainSpec spec =
          told && line.kind() == RunKind.TRAIN ? engine.store().get(line.id()).train() : null;
      if (spec != null && !spec.tracking().quiet() && line.status().ended()) {
        sendBacklog(engine, line, spec.tracking());
      }
    }
  }

  private static void sendBacklog(Engine engine, RunSummary line, TrackChoice choice) {
    List<String> names = new ArrayList<>(choice.trackers());
    if (!choice.hub().isEmpty()) {
      names.add("hub");
    }
    try {
      boolean left = false;
      for (String name : names) {
        left |= TrackedRun.hasBacklog(folder(engine, line.id()), name.replaceAll("\\s*=.*", ""));
      }
      if (left) {
        open(engine, engine.store().get(line.id()), choice, Map::of).close(false, false, "");
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "the backlog of " + line.id() + " cannot be read", e);
    }
  }

  private void release() {
    tracked.ifPresent(TrackedRun::stop);
    try {
      boolean free = ended.await(5, TimeUnit.SECONDS);
      if (!free) {
        LOG.log(Level.WARNING, "the trackers of {0} are still being told", run);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  void step(StepPoint step) {
    tracked.ifPresent(t -> t.step(step));
  }

  void scores(int step, Scores scores, List<EvaluationRow> rows) {
    tracked.ifPresent(
        t -> {
          t.scores(step, scores);
          t.predictions(step, rows);
          picture(t, step, "predictions", () -> chart(scores.set(), rows));
        });
  }

  private static byte[] chart(String set, List<EvaluationRow> rows) {
    return RunCharts.predictions(
        "Predicted against true price, " + set, AdapterPage.predictions(rows));
  }

  private void picture(TrackedRun told, int step, String name, Supplier<byte[]> chart) {
    Future<?> _ =
        drawing.submit(
            () -> {
              try {
                Path file = folder(engine, run).resolve("%s-%08d.png".formatted(name, step));
                Files.createDirectories(file.getParent());
                Files.write(file, chart.get());
                told.picture(step, name, file);
              } catch (IOException | RuntimeException e) {
                LOG.log(Level.WARNING, "a chart of " + run + " was not drawn", e);
              }
            });
  }

  void saved(int step, Path folder) {
    tracked.ifPresent(
        t -> {
          try {
            t.adapter(step, "pricer-adapter", folder);
          } catch (IOException e) {
            LOG.log(Level.WARNING, "a checkpoint of " + run + " was not told of", e);
          }
        });
  }

  /**
   * The run stands still; trackers are told the rest in the background.
   *
   * @param over whether it is over, not paused
   */
  void close(boolean over, boolean failed, String reason) {
    if (tracked.isEmpty()) {
      drawing.shutdown();
      return;
    }
    TrackedRun told = tracked.get();
    Thread _ =
        Thread.ofPlatform()
            .daemon()
            .name("track-end-" + run)
            .start(
                () -> {
                  try {
                    if (over) {
                      var curve = AdapterPage.curve(engine.store().steps(run, 0, 0));
                      int last = curve.isEmpty() ? 0 : (int) curve.getLast().step();
                      picture(told, last, "loss", () -> RunCharts.loss(curve));
                    }
                    // Waits for the charts.
                    drawing.close();
                    if (over) {
                      told.end(failed, reason);
                    }
                    told.close();
                  } catch (IOException | RuntimeException e) {
                    LOG.log(Level.WARNING, "the end of " + run + " was not told", e);
                  } finally {
                    OPEN.remove(folder(engine, run), this);
                    ended.countDown();
                  }
                });
  }
}
