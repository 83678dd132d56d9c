package tunebench.service.work;

import tunebench.protocol.Outcome;
import tunebench.protocol.Task;
import tunebench.protocol.TrustRequest;
import tunebench.service.job.Ending;
import tunebench.service.job.JobControl;
import tunebench.service.job.JobWork;

/** Looks for what is wrong with a dataset, before any run. */
record CheckWork(Engine engine, Task.Check task) implements JobWork {
  @Override
  public boolean needsDevice() {
    return false;
  }

  @Override
  public Ending run(JobControl control) {
    control.stage("looking for duplicates, risks and leaks");
    var wanted = new TrustRequest.CheckData(task.data(), task.model(), task.maxTokens());
    try {
      return new Ending.Done(
          new Outcome.Checked(
              new DataFindingsOf(engine)
                  .of(
                      wanted,
                      (done, all) -> {
                        Stopped.ifWanted(control);
                        control.progress(done, all, "looks");
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
