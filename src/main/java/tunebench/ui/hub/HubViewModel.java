package tunebench.ui.hub;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import tunebench.protocol.HubReply.HubDetail;
import tunebench.protocol.HubReply.HubModel;
import tunebench.protocol.HubReply.HubPage;
import tunebench.protocol.HubRequest;
import tunebench.protocol.JobInfo;
import tunebench.protocol.JobReply.JobDetail;
import tunebench.protocol.JobRequest;
import tunebench.protocol.JobState;
import tunebench.protocol.Outcome;
import tunebench.protocol.Task;
import tunebench.ui.control.Show;
import tunebench.ui.work.Desk;
import tunebench.ui.work.Newest;
import tunebench.ui.work.Screen;

/** A search of the Hub, the model that is looked at, and its download. */
public final class HubViewModel {
  private static final int MOST = 40;

  private final Desk desk;
  private final Screen screen = new Screen();
  private final Newest searches = new Newest();
  private final Newest looks = new Newest();
  private final StringProperty text = new SimpleStringProperty("");
  private final StringProperty family = new SimpleStringProperty("");
  private final BooleanProperty fits = new SimpleBooleanProperty(true);
  private final ObservableList<HubModel> found = FXCollections.observableArrayList();
  private final ObjectProperty<@Nullable HubModel> chosen = new SimpleObjectProperty<>();
  private final ReadOnlyObjectWrapper<@Nullable HubDetail> detail = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyObjectWrapper<@Nullable JobInfo> job = new ReadOnlyObjectWrapper<>();
  private final ReadOnlyStringWrapper judged = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper here = new ReadOnlyStringWrapper("");
  private final HubAccountModel account;
  private String waitsFor = "";

  public HubViewModel(Desk desk) {
    this.desk = desk;
    this.account = new HubAccountModel(desk);
    chosen.subscribe(this::look);
    desk.jobs().jobs().addListener((ListChangeListener<JobInfo>) change -> follow());
  }

  /** Asks the Hub; nothing is asked of it before. */
  public void search() {
    screen.busy("Asking the Hub …");
    chosen.set(null);
    searches.start(
        desk.ask(
                new HubRequest.HubSearch(text.get().strip(), family.get(), false, fits.get(), MOST))
            .then(this::show)
            .otherwise(why -> screen.failed(why, this::search)));
    account.ask();
  }

  private void show(HubPage page) {
    found.setAll(page.found());
    judged.set(
        page.found().isEmpty()
            ? "Nothing was found; try fewer letters, another family, or models of any size."
            : Show.text(
                "%d found, judged by %s with %s",
                page.found().size(), page.device(), Show.bytes(page.memoryBytes())));
    screen.ready();
  }

  private void look(@Nullable HubModel model) {
    looks.drop();
    detail.set(null);
    problem.set("");
    here.set("");
    if (model == null) {
      return;
    }
    here.set(model.folder());
    follow();
    looks.start(
        desk.ask(new HubRequest.HubLook(model.id(), false))
            .then(
                found -> {
                  detail.set(found);
                  here.set(found.model().folder());
                })
            .otherwise(problem::set));
  }

  /** Downloads the model that is looked at. */
  public void download() {
    HubModel model = chosen.get();
    if (model == null) {
      return;
    }
    problem.set("");
    desk.jobs()
        .submit(
            new Task.Download(model.id(), false),
            queued -> {
              waitsFor = queued.id();
              follow();
            },
            problem::set);
  }

  /** Lets the download go on later from where it is. */
  public void pause() {
    order(JobRequest.Pause::new);
  }

  public void resume() {
    order(JobRequest.Resume::new);
  }

  public void cancel() {
    order(JobRequest.Cancel::new);
  }

  private void order(java.util.function.Function<String, JobRequest<JobDetail>> order) {
    JobInfo now = job.get();
    if (now != null) {
      desk.jobs().order(order.apply(now.id()), problem::set);
    }
  }

  /** The download of the model that is looked at, whoever began it. */
  private void follow() {
    HubModel model = chosen.get();
    JobInfo now =
        model == null
            ? null
            : desk.jobs().jobs().stream()
                .filter(j -> j.title().equals("Download " + model.id()))
                .findFirst()
                .orElse(null);
    job.set(now);
    if (now == null) {
      return;
    }
    if (now.state() == JobState.FAILED) {
      problem.set(now.problem());
    }
    if (now.state() == JobState.DONE && now.id().equals(waitsFor)) {
      waitsFor = "";
      desk.jobs().outcome(now.id(), this::arrived, problem::set);
    }
  }

  private void arrived(JobDetail done) {
    if (done.outcome() instanceof Outcome.Downloaded downloaded) {
      here.set(downloaded.folder());
      desk.workspace().refresh();
    }
  }

  /** Opens the model that is here in all labs. */
  public void open() {
    if (!here.get().isEmpty()) {
      desk.workspace().openModel(here.get());
    }
  }

  public Screen screen() {
    return screen;
  }

  public HubAccountModel account() {
    return account;
  }

  public StringProperty textProperty() {
    return text;
  }

  /** Such as {@code llama}, "" for all. */
  public StringProperty familyProperty() {
    return family;
  }

  /** Whether only models are shown that can be trained on this machine. */
  public BooleanProperty fitsProperty() {
    return fits;
  }

  public ObservableList<HubModel> found() {
    return found;
  }

  public ObjectProperty<@Nullable HubModel> chosenProperty() {
    return chosen;
  }

  /** What the Hub says of it exactly; null until it has answered. */
  public ReadOnlyObjectProperty<@Nullable HubDetail> detailProperty() {
    return detail.getReadOnlyProperty();
  }

  /** Its download, or null if there is none. */
  public ReadOnlyObjectProperty<@Nullable JobInfo> jobProperty() {
    return job.getReadOnlyProperty();
  }

  /** Where it is on the service's machine; "" if it is not there. */
  public ReadOnlyStringProperty hereProperty() {
    return here.getReadOnlyProperty();
  }

  /** By what machine models are judged. */
  public ReadOnlyStringProperty judgedProperty() {
    return judged.getReadOnlyProperty();
  }

  public ReadOnlyStringProperty problemProperty() {
    return problem.getReadOnlyProperty();
  }
}
