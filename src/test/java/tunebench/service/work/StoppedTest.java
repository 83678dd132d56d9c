package tunebench.service.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tunebench.protocol.DataRequest;
import tunebench.protocol.Task;
import tunebench.run.DataChoice;
import tunebench.service.EventRing;
import tunebench.service.Home;
import tunebench.service.RunRecorder;
import tunebench.service.TinyShop;
import tunebench.service.job.Ending;
import tunebench.service.job.JobControl;
import tunebench.service.job.JobWork;
import tunebench.service.job.Wish;
import tunebench.service.store.RunStore;

/** Work that runs beside the device ends where it is told to, and leaves nothing. */
class StoppedTest {
  @TempDir Path folder;

  /** Wants an end once something is done. */
  private static final class Impatient implements JobControl {
    private long most;

    @Override
    public void stage(String words) {}

    @Override
    public void progress(long done, long total, String unit) {
      most = done;
    }

    @Override
    public void memory(long bytes) {}

    @Override
    public Wish wish() {
      return most > 0 ? Wish.CANCEL : Wish.NONE;
    }

    @Override
    public boolean takeSave() {
      return false;
    }
  }

  @Test
  void whatIsCancelledGoesNoFurther() throws Exception {
    Path model = TinyShop.model(folder.resolve("model"));
    Path csv = TinyShop.csv(folder.resolve("shop.csv"), 60);
    try (Home home = Home.take(folder.resolve("home"));
        RunStore store = RunStore.open(home.database());
        EventRing ring = new EventRing(1, 64);
        RunRecorder recorder = new RunRecorder(store, ring)) {
      Engine engine = Engine.of(home, store, recorder, ring, InstantSource.system());
      DataRequest.ImportChoice choice = DataRequest.ImportChoice.standard();
      assertThat(stopped(new ImportWork(engine, new Task.Import(csv.toString(), choice))))
          .isEqualTo(1);
      assertThat(engine.datasets().list()).as("no half of a dataset").isEmpty();

      String dataset = engine.datasets().add(csv, choice).id();
      DataChoice data = new DataChoice(dataset, "V1", 0, 8, 8, 42);
      assertThat(stopped(new CheckWork(engine, new Task.Check(data, "", 64)))).isEqualTo(1);
      assertThat(
              stopped(new TokeniseWork(engine, new Task.Tokenise(data, "train", model.toString()))))
          .isEqualTo(1);
      assertThat(
              stopped(
                  new FootprintWork(
                      new Task.Footprint(model.toString(), List.of("nf4", "int8"), 0, List.of()))))
          .isEqualTo(1);
    }
  }

  /** How far work came that was cancelled as soon as it had done something. */
  private static long stopped(JobWork work) throws Exception {
    Impatient control = new Impatient();
    assertThat(work.run(control)).isInstanceOf(Ending.Cancelled.class);
    return control.most;
  }
}
