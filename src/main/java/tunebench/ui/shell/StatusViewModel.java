package tunebench.ui.shell;

import javafx.beans.binding.Bindings;
import javafx.beans.binding.DoubleBinding;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;
import tunebench.protocol.JobInfo;
import tunebench.protocol.JobRequest;
import tunebench.protocol.ServiceReply.DeviceMemory;
import tunebench.protocol.ServiceReply.DeviceReport;
import tunebench.protocol.ServiceReply.Welcome;
import tunebench.protocol.ServiceRequest;
import tunebench.ui.control.Show;
import tunebench.ui.work.Desk;

/** The line at the bottom: device, memory, service, running job. */
public final class StatusViewModel {
  private final Desk desk;
  private final ReadOnlyStringWrapper device = new ReadOnlyStringWrapper("Asking for the device …");
  private final ReadOnlyStringWrapper why = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper memory = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper report = new ReadOnlyStringWrapper("");
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
  private final StringBinding service;
  private final StringBinding job;
  private final DoubleBinding progress;

  public StatusViewModel(Desk desk) {
    this.desk = desk;
    var running = desk.jobs().runningProperty();
    service =
        Bindings.createStringBinding(
            () -> service(desk.workspace().welcomeProperty().get()),
            desk.feed().connectedProperty(),
            desk.workspace().welcomeProperty());
    job = Bindings.createStringBinding(() -> words(running.get()), running);
    progress = Bindings.createDoubleBinding(() -> share(running.get()), running);
    running.subscribe(now -> refresh());
    desk.feed()
        .connectedProperty()
        .subscribe(
            (before, heard) -> {
              if (heard) {
                refresh();
              }
            });
  }

  private String service(@Nullable Welcome welcome) {
    if (welcome == null) {
      return "Starting the service …";
    }
    return desk.feed().connectedProperty().get()
        ? "Service " + welcome.version()
        : "The service is not heard; still trying";
  }

  /** Asks for the device and its memory again. */
  public void refresh() {
    desk.ask(new ServiceRequest.Device(false)).then(this::show).otherwise(device::set).start();
  }

  /** Measures the device too; for its page. */
  public void measure() {
    report.set("Measuring a matrix product for a second …");
    desk.ask(new ServiceRequest.Device(true)).then(this::show).otherwise(report::set).start();
  }

  private void show(DeviceReport found) {
    device.set(Show.device(found.chosen()));
    why.set(found.reason());
    report.set(found.report());
    if (!found.devices().isEmpty()) {
      DeviceMemory first = found.devices().getFirst();
      memory.set(
          Show.text(
              "%s of %s in use",
              Show.bytes(first.totalBytes() - first.freeBytes()), Show.bytes(first.totalBytes())));
    }
  }

  /** Stops the running job; training is saved first. */
  public void cancelJob() {
    JobInfo running = desk.jobs().runningProperty().get();
    if (running != null) {
      desk.jobs().order(new JobRequest.Cancel(running.id()), problem::set);
    }
  }

  private static String words(@Nullable JobInfo job) {
    if (job == null) {
      return "No job is running";
    }
    String left =
        Double.isNaN(job.secondsLeft()) ? "" : " · " + Show.seconds(job.secondsLeft()) + " left";
    String done = job.total() > 0 ? " · " + done(job) : "";
    return job.title() + (job.stage().isEmpty() ? "" : " · " + job.stage()) + done + left;
  }

  private static String done(JobInfo job) {
    return job.unit().equals("%")
        ? Show.text("%,d %%", job.done())
        : Show.text("%,d of %,d %s", job.done(), job.total(), job.unit());
  }

  private static double share(@Nullable JobInfo job) {
    return job == null ? 0 : job.total() > 0 ? (double) job.done() / job.total() : -1;
  }

  public ReadOnlyStringProperty deviceProperty() {
    return device.getReadOnlyProperty();
  }

  /** Why this device was chosen, and not a GPU. */
  public ReadOnlyStringProperty whyProperty() {
    return why.getReadOnlyProperty();
  }

  public ReadOnlyStringProperty memoryProperty() {
    return memory.getReadOnlyProperty();
  }

  /** The device's page as text to be copied. */
  public ReadOnlyStringProperty reportProperty() {
    return report.getReadOnlyProperty();
  }

  public StringBinding serviceBinding() {
    return service;
  }

  public StringBinding jobBinding() {
    return job;
  }

  /** From 0 to 1, -1 while not known, 0 while nothing runs. */
  public DoubleBinding progressBinding() {
    return progress;
  }

  /** Why the last order was not followed; "" where it was. */
  public ReadOnlyStringProperty problemProperty() {
    return problem.getReadOnlyProperty();
  }
}
