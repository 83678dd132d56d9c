package tunebench.ui.journey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/**
 * All five labs with the real service process and the shipped model, by real clicks and a real file
 * drag. It needs a display: {@code xvfb-run} gives one.
 */
@EnabledIfEnvironmentVariable(named = "DISPLAY", matches = ".+")
@DisabledIfSystemProperty(named = "glass.platform", matches = "Headless")
class JourneyTest {
  /**
   * Processor time of the FX thread is held to its limit always. Time on the clock, which other
   * programs' work lengthens, only where this variable is set.
   */
  private static final String TIMED = "TUNEBENCH_TIMED";

  @TempDir Path folder;

  @Test
  void aLearnerGoesThroughAllLabsAndTheWindowIsNeverHeldUp() throws Exception {
    Path csv = shop(400);
    try (Traveller traveller = Traveller.open(folder.resolve("home"), 1280, 800);
        FxWatch watch = FxWatch.onceReady(traveller)) {
      var journey =
          new Journey(
              traveller.stage(),
              traveller.bench(),
              new Journey.Amount(6, 24, 16, false, 1, 40, 2, "1e-3", 4, 24),
              watch::doing);
      try {
        journey.start();
        journey.quantize();
        journey.baseline();
        journey.prepare(csv);
        journey.train();
        journey.evaluate();
        journey.compare();
      } finally {
        System.out.print(watch.report());
      }
      System.out.printf("First click to the model's tree: %.2f s%n", journey.firstClickSeconds());
      if (System.getenv(TIMED) != null) {
        assertThat(journey.firstClickSeconds())
            .as("seconds from the first click to the model's tree")
            .isLessThan(3);
      }
      assertThat(watch.tooLong()).as("tasks of more than 50 ms of the FX thread").isEmpty();
    }
  }

  private Path shop(int products) throws IOException {
    Path file = folder.resolve("shop.csv");
    var lines = Files.readAllLines(Path.of("sample-data", "products.csv"));
    Files.write(file, lines.subList(0, products + 1));
    return file;
  }
}
