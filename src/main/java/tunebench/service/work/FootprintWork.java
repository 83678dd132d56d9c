package tunebench.service.work;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tunebench.protocol.ModelReply;
import tunebench.protocol.Outcome;
import tunebench.protocol.Task;
import tunebench.quant.Quantization;
import tunebench.service.job.Ending;
import tunebench.service.job.JobControl;
import tunebench.service.job.JobWork;
import tunebench.service.job.Wish;

/** Computes a model's memory, one format after the other. */
record FootprintWork(Task.Footprint task) implements JobWork {
  @Override
  public boolean needsDevice() {
    return false;
  }

  @Override
  public Ending run(JobControl control) {
    control.stage("computing");
    List<Quantization> kinds = Models.kinds(task.quantizations());
    List<ModelReply.Footprint> rows = new ArrayList<>();
    control.progress(0, kinds.size(), "formats");
    for (Quantization kind : kinds) {
      rows.add(Models.footprint(Path.of(task.folder()), kind, task.rank(), task.targets()));
      control.progress(rows.size(), kinds.size(), "formats");
      if (control.wish() != Wish.NONE) {
        return new Ending.Cancelled();
      }
    }
    return new Ending.Done(new Outcome.Footprints(new ModelReply.FootprintTable(rows)));
  }

  @Override
  public String explain(Exception failure) {
    return Failures.sentence(failure);
  }
}
