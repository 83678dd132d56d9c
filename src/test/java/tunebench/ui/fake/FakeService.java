package tunebench.ui.fake;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tunebench.BadInputException;
import tunebench.client.ServiceClient;
import tunebench.protocol.DataReply;
import tunebench.protocol.DataReply.DatasetInfo;
import tunebench.protocol.DataRequest;
import tunebench.protocol.Event;
import tunebench.protocol.EventId;
import tunebench.protocol.HubRequest;
import tunebench.protocol.JobInfo;
import tunebench.protocol.JobReply;
import tunebench.protocol.JobRequest;
import tunebench.protocol.JobState;
import tunebench.protocol.ModelReply;
import tunebench.protocol.ModelRequest;
import tunebench.protocol.Numbered;
import tunebench.protocol.Outcome;
import tunebench.protocol.Reply;
import tunebench.protocol.Request;
import tunebench.protocol.RunReply;
import tunebench.protocol.RunRequest;
import tunebench.protocol.ServiceRequest;
import tunebench.protocol.Task;
import tunebench.protocol.TrustRequest;
import tunebench.run.EvaluationRow;
import tunebench.run.RunKind;
import tunebench.run.RunStatus;
import tunebench.run.RunSummary;
import tunebench.run.StepPoint;

/**
 * Answers at once, keeps what it was asked, and says what a test tells it to say. One thread at a
 * time gets in: a window asks from many.
 */
public final class FakeService implements ServiceClient {
  private final List<Request<?>> asked = new ArrayList<>();
  private final Map<Class<?>, String> problems = new HashMap<>();
  private final Map<String, JobInfo> jobs = new LinkedHashMap<>();
  private final Map<String, Outcome> outcomes = new HashMap<>();
  private final Map<String, RunSummary> runs = new LinkedHashMap<>();
  private final Map<String, List<StepPoint>> steps = new HashMap<>();
  private final Map<String, List<EvaluationRow>> rows = new HashMap<>();
  private final List<DatasetInfo> datasets = new ArrayList<>();
  private Consumer<Numbered> listener = numbered -> {};
  private Consumer<Boolean> connection = heard -> {};
  private final FakeTrust trust = new FakeTrust();
  private DataReply.TokenLengths lengths = FakeData.lengths();
  private boolean bare;
  private long number;

  /** A service that was just installed: a model and a file, nothing else. */
  public static FakeService fresh() {
    var fake = new FakeService();
    fake.bare = true;
    return fake;
  }

  /** A service with models, data and runs. */
  public static FakeService used() {
    var fake = new FakeService();
    fake.datasets.add(FakeData.dataset("data-1", FakeData.FILE, 2995, 5));
    fake.put(FakeRuns.summary("train-1", RunKind.TRAIN, "course settings", RunStatus.FINISHED));
    fake.put(FakeRuns.summary("train-2", RunKind.TRAIN, "higher rate, r = 16", RunStatus.FINISHED));
    fake.put(FakeRuns.summary("eval-base", RunKind.EVALUATE, "untrained", RunStatus.FINISHED));
    fake.put(FakeRuns.summary("eval-tuned", RunKind.EVALUATE, "tuned, best", RunStatus.FINISHED));
    fake.put(FakeRuns.summary("train-3", RunKind.TRAIN, "bad rows", RunStatus.FAILED));
    fake.steps.put("train-1", FakeRuns.steps(600, 0));
    fake.steps.put("train-2", FakeRuns.steps(600, 2));
    fake.steps.put("train-3", FakeRuns.steps(212, 3));
    fake.rows.put("eval-base", FakeRuns.rows(false, 250));
    fake.rows.put("eval-tuned", FakeRuns.rows(true, 250));
    return fake;
  }

  private void put(RunSummary run) {
    runs.put(run.id(), run);
  }

  /** Lets the training part be of these lengths. */
  public synchronized void lengths(DataReply.TokenLengths counted) {
    lengths = counted;
  }

  /** Everything of a type that was asked so far. */
  public synchronized <T> List<T> asked(Class<T> type) {
    return asked.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** Lets requests of a type fail with this sentence; null lets them work again. */
  public synchronized void problem(Class<?> type, @Nullable String sentence) {
    problems.put(type, sentence == null ? "" : sentence);
  }

  /** Says something to the window. */
  public synchronized void tell(Event event) {
    switch (event) {
      case Event.JobChanged changed -> jobs.put(changed.job().id(), changed.job());
      case Event.RunChanged changed -> put(changed.run());
      case Event.Stepped stepped ->
          steps.computeIfAbsent(stepped.run(), id -> new ArrayList<>()).add(stepped.step());
      case Event.RowPriced priced ->
          rows.computeIfAbsent(priced.run(), id -> new ArrayList<>()).add(priced.row());
      default -> {}
    }
    listener.accept(new Numbered(new EventId(1, ++number), event));
  }

  /** Moves a job. */
  public synchronized void move(String id, JobState state, long done, long total, String problem) {
    JobInfo j = job(id);
    tell(
        new Event.JobChanged(
            new JobInfo(
                id,
                j.title(),
                j.task(),
                j.run(),
                state,
                0,
                state == JobState.RUNNING ? "pricing" : "",
                done,
                total,
                "products",
                11.5,
                state == JobState.RUNNING ? (total - done) / 11.5 : Double.NaN,
                410_000_000L,
                problem,
                j.created(),
                FakeData.THEN,
                state.ended() ? FakeRuns.at(3) : null)));
  }

  /** What a job yields when it is asked about. */
  public synchronized void yields(String job, Outcome outcome) {
    outcomes.put(job, outcome);
  }

  /** Breaks the connection, or makes it again. */
  public void heard(boolean on) {
    connection.accept(on);
  }

  /** The newest job. */
  public synchronized JobInfo lastJob() {
    return List.copyOf(jobs.values()).getLast();
  }

  public synchronized JobInfo job(String id) {
    JobInfo job = jobs.get(id);
    if (job == null) {
      throw new BadInputException("There is no job " + id + ".");
    }
    return job;
  }

  @Override
  public synchronized <R extends Reply> R send(Request<R> request) {
    asked.add(request);
    String problem = problems.getOrDefault(request.getClass(), "");
    if (!problem.isEmpty()) {
      throw new BadInputException(problem);
    }
    @SuppressWarnings("unchecked") // each request below is answered with its own reply
    R reply = (R) answer(request);
    return reply;
  }

  private Reply answer(Request<?> request) {
    return switch (request) {
      case ServiceRequest<?> about -> FakeDevice.answer(about, bare);
      case ModelRequest<?> about -> model(about);
      case DataRequest<?> about -> data(about);
      case JobRequest<?> about -> queue(about);
      case RunRequest<?> about -> run(about);
      case HubRequest<?> about -> FakeHubPages.answer(about);
      case TrustRequest<?> about -> trust.answer(about, rows);
    };
  }

  private Reply model(ModelRequest<?> request) {
    return switch (request) {
      case ModelRequest.Models all ->
          new ModelReply.ModelList(
              bare ? List.of(FakeModels.BASE) : List.of(FakeModels.BASE, FakeModels.LLAMA));
      case ModelRequest.Describe one -> FakeModels.find(one.folder());
      case ModelRequest.Tree tree -> FakeModels.tree(tree.folder(), tree.quantization());
      case ModelRequest.Footprints f -> FakeModels.footprints(f.folder(), f.rank(), f.targets());
      case ModelRequest.ErrorMap m ->
          FakeModels.errorMap(m.tensor(), m.quantization(), m.rows(), m.columns());
      case ModelRequest.Histogram h -> FakeModels.histogram(h.tensor(), h.bins());
      case ModelRequest.QuantizationErrors e -> FakeModels.errors(e.tensor());
      case ModelRequest.CompareTokenizers c -> FakeModels.tokenizers(c.folders(), c.texts());
      case ModelRequest.PlanMemory plan -> FakePlan.plan(plan.spec());
      case ModelRequest.ExportFormats formats ->
          new ModelReply.ExportFormats(
              List.of(
                  new ModelReply.ExportFormat("peft", "adapter folder for PEFT", "needed", true),
                  new ModelReply.ExportFormat("gguf-f16", "GGUF, 16 bits", "merged", false)));
      case ModelRequest.Adapters all ->
          new ModelReply.AdapterList(bare ? List.of() : List.of(adapter("train-1", false)));
      case ModelRequest.ImportAdapter in -> adapter("import-1", true);
      case ModelRequest.DeleteAdapter gone -> new Reply.Done();
    };
  }

  private static ModelReply.AdapterInfo adapter(String id, boolean imported) {
    return new ModelReply.AdapterInfo(
        id,
        imported ? "imported adapter" : "course settings",
        "/runs/" + id,
        "tunebench-base",
        32,
        64,
        List.of("q_proj", "k_proj", "v_proj", "o_proj"),
        344_064,
        1_376_256,
        imported);
  }

  private Reply data(DataRequest<?> request) {
    return switch (request) {
      case DataRequest.Preview preview -> FakeData.preview(preview);
      case DataRequest.Import in -> {
        DatasetInfo made = FakeData.dataset("data-" + (datasets.size() + 1), in.file(), 2995, 5);
        datasets.addFirst(made);
        yield made;
      }
      case DataRequest.Datasets all -> new DataReply.DatasetList(List.copyOf(datasets));
      case DataRequest.DeleteDataset gone -> new Reply.Done();
      case DataRequest.Products page -> {
        List<DataReply.ProductRow> found = new ArrayList<>();
        for (int i = 0; i < page.limit(); i++) {
          found.add(FakeData.product(2 + page.offset() + i));
        }
        yield new DataReply.ProductPage(2645, found);
      }
      case DataRequest.Rejected page -> new DataReply.RejectedPage(5, FakeData.faults());
      case DataRequest.SplitSizes split ->
          new DataReply.SplitSizes(
              2995 - split.data().validation() - split.data().test(),
              split.data().validation(),
              split.data().test(),
              50,
              List.of(900, 610, 380, 240, 160, 110, 80, 60, 40, 30, 20, 10),
              List.of(85, 58, 36, 23, 15, 10, 8, 6, 4, 3, 2, 0));
      case DataRequest.TokenLengths wanted -> lengths;
      case DataRequest.Xray xray -> FakeData.xray(xray);
    };
  }

  private Reply queue(JobRequest<?> request) {
    return switch (request) {
      case JobRequest.Submit submit -> submit(submit.task());
      case JobRequest.Jobs all -> new JobReply.JobList(List.copyOf(jobs.values()));
      case JobRequest.Job one -> new JobReply.JobDetail(job(one.job()), outcomes.get(one.job()));
      case JobRequest.Pause pause -> ordered(pause.job(), JobState.PAUSED);
      case JobRequest.Resume resume -> ordered(resume.job(), JobState.RUNNING);
      case JobRequest.Cancel cancel -> ordered(cancel.job(), JobState.CANCELLED);
      case JobRequest.Finish finish -> ordered(finish.job(), JobState.DONE);
      case JobRequest.Save save -> new JobReply.JobDetail(job(save.job()), null);
      case JobRequest.Move move -> new JobReply.JobList(List.copyOf(jobs.values()));
    };
  }

  private Reply ordered(String id, JobState state) {
    JobInfo j = job(id);
    move(id, state, j.done(), j.total(), "");
    return new JobReply.JobDetail(job(id), null);
  }

  private Reply submit(Task task) {
    String id = "job-" + (jobs.size() + 1);
    String run = task instanceof Task.Train || task instanceof Task.Evaluate ? "run-" + id : "";
    String title = FakeTitles.of(task);
    var job =
        new JobInfo(
            id,
            title,
            task.getClass().getSimpleName(),
            run,
            JobState.QUEUED,
            1,
            "",
            0,
            0,
            "",
            0,
            Double.NaN,
            0,
            "",
            FakeData.THEN,
            null,
            null);
    jobs.put(id, job);
    if (!run.isEmpty()) {
      RunKind kind = task instanceof Task.Train ? RunKind.TRAIN : RunKind.EVALUATE;
      put(FakeRuns.summary(run, kind, title, RunStatus.QUEUED));
    }
    return new JobReply.JobDetail(job, null);
  }

  private Reply run(RunRequest<?> request) {
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
              FakeRuns.compare(
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

  @Override
  public Subscription follow(
      @Nullable EventId after, Consumer<Numbered> heard, Consumer<Boolean> connected) {
    listener = heard;
    connection = connected;
    return () -> listener = numbered -> {};
  }

  @Override
  public void close() {}
}
