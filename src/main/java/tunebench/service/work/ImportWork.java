package tunebench.service.work;

import java.io.IOException;
import tunebench.protocol.Outcome;
import tunebench.protocol.Task;
import tunebench.service.job.Ending;
import tunebench.service.job.JobControl;
import tunebench.service.job.JobWork;

/** Reads a file of products and keeps it. */
record ImportWork(Engine engine, Task.Import task) implements JobWork {

  @Override
  public boolean needsDevice() {
    return false;
  }

  @Override
  public Ending run(JobControl control) throws IOException {
    control.stage("reading the file");
    try {
      return new Ending.Done(
          new Outcome.Imported(
              engine
                  .datasets()
                  .add(
                      DataHandler.rows(task.file()),
                      task.choice(),
                      (done, total) -> {
                        Stopped.ifWanted(control);
                        control.progress(done, total, "rows");
                      })));
    } catch (Stopped e) {
      return new Ending.Cancelled();
    }
  }

  @Override
  public String explain(Exception failure) {
    return Failures.sentence(failure);
  }
}
