package tunebench.ui.fake;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tunebench.BadInputException;
import tunebench.client.ServiceClient;
import tunebench.protocol.DataReply;
import tunebench.protocol.DataRequest;
import tunebench.protocol.Event;
import tunebench.protocol.EventId;
import tunebench.protocol.HubRequest;
import tunebench.protocol.JobInfo;
import tunebench.protocol.JobRequest;
import tunebench.protocol.JobState;
import tunebench.protocol.ModelRequest;
import tunebench.protocol.Numbered;
import tunebench.protocol.Outcome;
import tunebench.protocol.Reply;
import tunebench.protocol.Request;
import tunebench.protocol.RunRequest;
import tunebench.protocol.ServiceRequest;
import tunebench.protocol.TrustRequest;

/**
 * Answers at once, keeps what it was asked, and says what a test tells it to say. One thread at a
 * time gets in: a window asks from many.
 */
public final class FakeService implements ServiceClient {
  private final List<Request<?>> asked = new ArrayList<>();
  private final Map<Class<?>, String> problems = new HashMap<>();
  private final FakeShelf shelf = new FakeShelf();
  private final FakeQueue queue = new FakeQueue(shelf, this::tell);
  private final FakeDatasets datasets = new FakeDatasets();
  private final FakeTrust trust = new FakeTrust();
  private Consumer<Numbered> listener = numbered -> {};
  private Consumer<Boolean> connection = heard -> {};
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
    fake.shelf.fill();
    return fake;
  }

  /** Lets the training part be of these lengths. */
  public synchronized void lengths(DataReply.TokenLengths counted) {
    datasets.lengths(counted);
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
    lose(event);
    listener.accept(new Numbered(new EventId(1, ++number), event));
  }

  /** Lets something happen that the window never hears of. */
  public synchronized void lose(Event event) {
    switch (event) {
      case Event.JobChanged changed -> queue.put(changed.job());
      case Event.RunChanged changed -> shelf.put(changed.run());
      case Event.Stepped stepped -> shelf.add(stepped.run(), stepped.step());
      case Event.RowPriced priced -> shelf.add(priced.run(), priced.row());
      default -> {}
    }
  }

  /** Moves a job. */
  public synchronized void move(String id, JobState state, long done, long total, String problem) {
    tell(moved(id, state, done, total, problem));
  }

  /** What would be told if a job moved. */
  public synchronized Event moved(
      String id, JobState state, long done, long total, String problem) {
    return new Event.JobChanged(queue.moved(id, state, done, total, problem));
  }

  /** What a job yields when it is asked about. */
  public synchronized void yields(String job, Outcome outcome) {
    queue.yields(job, outcome);
  }

  /** Breaks the connection, or makes it again. */
  public void heard(boolean on) {
    connection.accept(on);
  }

  /** The newest job. */
  public synchronized JobInfo lastJob() {
    return queue.last();
  }

  public synchronized JobInfo job(String id) {
    return queue.job(id);
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
      case ModelRequest<?> about -> FakeModelPages.answer(about, bare);
      case DataRequest<?> about -> datasets.answer(about);
      case JobRequest<?> about -> queue.answer(about);
      case RunRequest<?> about -> shelf.answer(about);
      case HubRequest<?> about -> FakeHubPages.answer(about);
      case TrustRequest<?> about -> trust.answer(about, shelf.rows());
    };
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
