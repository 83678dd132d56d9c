package tunebench.ui.journey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.scene.image.WritableImage;
import javax.imageio.ImageIO;

/**
 * Writes a picture of each screen in both themes from the journey: real runs by the real service on
 * the shipped model. {@code xvfb-run -a -s "-screen 0 2000x1200x24" mvn -q test-compile
 * exec:exec@tour}. Arguments: the folder, {@code quick} for a short run with poor figures, and the
 * window's width and height.
 */
public final class Tour {
  private final Path folder;
  private final Traveller traveller;

  private Tour(Path folder, Traveller traveller) {
    this.folder = folder;
    this.traveller = traveller;
  }

  public static void main(String[] args) throws Exception {
    Path folder = Files.createDirectories(Path.of(args.length > 0 ? args[0] : "target/tour"));
    boolean quick = args.length > 1 && args[1].equals("quick");
    int size = quick ? 2 : 1;
    double width = args.length > size ? Double.parseDouble(args[size]) : 1280;
    double height = args.length > size + 1 ? Double.parseDouble(args[size + 1]) : 800;
    Path home = Files.createTempDirectory("tunebench-tour");
    try (Traveller traveller = Traveller.open(home, width, height)) {
      var tour = new Tour(folder, traveller);
      var journey =
          new Journey(
              traveller.stage(),
              traveller.bench(),
              quick
                  ? new Journey.Amount(6, 24, 16, false, 1, 60, 8, "1e-3", 4, 24)
                  : new Journey.Amount(50, 250, 32, true, 2, 330, 240, "1e-3", 16, 250),
              tour::picture);
      journey.start();
      journey.quantize();
      journey.baseline();
      journey.prepare(Path.of("sample-data", "products.csv").toAbsolutePath());
      journey.train();
      journey.evaluate();
      journey.compare();
    }
    System.exit(0);
  }

  private void picture(String name) {
    for (boolean dark : new boolean[] {false, true}) {
      Hand.onFx(
          () -> {
            traveller.bench().darkProperty().set(dark);
            return true;
          });
      WritableImage image = Hand.onFx(() -> traveller.stage().getScene().snapshot(null));
      Path file = folder.resolve(name + (dark ? "-dark.png" : "-light.png"));
      try {
        ImageIO.write(Palette.of(image), "png", file.toFile());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    Hand.onFx(
        () -> {
          traveller.bench().darkProperty().set(false);
          return true;
        });
  }
}
