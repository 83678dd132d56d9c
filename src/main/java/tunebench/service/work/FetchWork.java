package tunebench.service.work;

import java.nio.file.Files;
import java.nio.file.Path;
import tunebench.BadInputException;
import tunebench.protocol.Outcome;
import tunebench.protocol.Task;
import tunebench.service.job.Ending;
import tunebench.service.job.JobControl;
import tunebench.service.job.JobWork;
import tunebench.service.job.Wish;
import tunebench.service.libtorch.LibtorchFetch;
import tunebench.tensor.Libtorch;
import tunebench.tensor.LibtorchFolder;

/** Fetches libtorch for the GPU; pausing or cancelling keeps what came. */
record FetchWork(Engine engine, Task.FetchLibtorch task) implements JobWork {
  /** Another server, such as a mirror in one's own network. */
  private static final String SERVER = "tunebench.libtorch.url";

  @Override
  public boolean needsDevice() {
    return false;
  }

  @Override
  public Ending run(JobControl control) throws Exception {
    if (!task.flavour().isEmpty() && !task.flavour().equals(LibtorchFolder.GPU_FLAVOUR)) {
      throw new BadInputException(
          "This program runs on libtorch %s, not %s."
              .formatted(LibtorchFolder.GPU_FLAVOUR, task.flavour()));
    }
    Path place = Libtorch.fetched(engine.home().folder());
    if (Files.isDirectory(place)) {
      return new Ending.Done(new Outcome.Fetched(place.toString(), 0));
    }
    String server = System.getProperty(SERVER, LibtorchFetch.PUBLISHED);
    long bytes =
        new LibtorchFetch(server, place, watch(control))
            .run(LibtorchFolder.GPU_FLAVOUR, Libtorch.platform());
    if (bytes > 0) {
      return new Ending.Done(new Outcome.Fetched(place.toString(), bytes));
    }
    return control.wish() == Wish.PAUSE ? new Ending.Paused() : new Ending.Cancelled();
  }

  private static LibtorchFetch.Watch watch(JobControl control) {
    return new LibtorchFetch.Watch() {
      @Override
      public void stage(String words) {
        control.stage(words);
      }

      @Override
      public void at(long done, long total) {
        control.progress(done, total, "bytes");
      }

      @Override
      public boolean goOn() {
        return control.wish() == Wish.NONE;
      }
    };
  }

  @Override
  public String explain(Exception failure) {
    return Failures.sentence(failure);
  }
}
