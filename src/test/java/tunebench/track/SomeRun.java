package tunebench.track;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.imageio.ImageIO;
import tunebench.run.EvaluationRow;
import tunebench.run.Scores;
import tunebench.run.StepPoint;

/** A small run to tell of. */
final class SomeRun {
  static final String ID = "ab12cd34";

  private SomeRun() {}

  static TrackedRun open(Path folder, List<Sink> sinks, List<String> remarks, Duration patience)
      throws IOException {
    return new TrackedRun(
        folder, sinks, remarks::add, () -> Map.of("gpu.0.memory", 12.5), patience);
  }

  static TrackedRun open(Path folder, Sink... sinks) throws IOException {
    return open(folder, List.of(sinks), new CopyOnWriteArrayList<>(), Duration.ofSeconds(20));
  }

  static StepPoint step(int step, double loss) {
    return new StepPoint(
        step, 10, step / 10.0, loss, 2 * loss, 1e-4, 0.5, 100, 0.1, 0, List.of(), List.of());
  }

  /** Begin, three steps of which one diverged, an evaluation with rows and a chart, the adapter. */
  static void tell(TrackedRun run, Path folder) throws IOException {
    run.begin(ID, "a run", "pricer", Map.of("lora.rank", "32", "train.learningRate", "1.0E-4"));
    run.step(step(1, 2.5));
    run.step(step(2, Double.NaN));
    run.step(step(3, 1.5));
    run.scores(3, new Scores("step-3", 2, 40, 30, 50, 0.4, 50, 1, 0.5, 0));
    run.predictions(
        3,
        List.of(
            new EvaluationRow(
                "step-3",
                0,
                1,
                "Lamp | \"x\"",
                "Home",
                12.5,
                10,
                "10.00",
                true,
                "GREEN",
                List.of())));
    Files.createDirectories(folder);
    Path png = folder.resolve("loss.png");
    ImageIO.write(new BufferedImage(7, 5, BufferedImage.TYPE_INT_RGB), "png", png.toFile());
    run.picture(3, "loss", png);
    Path adapter = Files.createDirectories(folder.resolve("adapter"));
    Files.writeString(adapter.resolve("adapter_config.json"), "{}");
    Files.write(adapter.resolve("adapter_model.safetensors"), new byte[100_000]);
    run.adapter(3, "pricer-adapter", adapter);
    run.end(false, "");
  }
}
