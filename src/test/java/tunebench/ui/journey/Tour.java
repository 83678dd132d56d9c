package tunebench.ui.journey;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.scene.image.PixelReader;
import javafx.scene.image.WritableImage;
import javax.imageio.ImageIO;

/**
 * Writes a picture of each screen in both themes from the journey: real runs by the real service on
 * the shipped model. {@code xvfb-run -a -s "-screen 0 2000x1200x24" mvn -q test-compile
 * exec:exec@tour}. Arguments: the folder, and {@code quick} for a short run with poor figures.
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
    Path home = Files.createTempDirectory("tunebench-tour");
    try (Traveller traveller = Traveller.open(home, 1280, 800)) {
      var tour = new Tour(folder, traveller);
      var journey =
          new Journey(
              traveller.stage(),
              traveller.bench(),
              quick
                  ? new Journey.Amount(6, 24, 60, 8, "1e-3", 4, 24)
                  : new Journey.Amount(50, 250, 330, 200, "2e-3", 16, 250),
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
      try {
        write(image, folder.resolve(name + (dark ? "-dark.png" : "-light.png")));
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
    Hand.onFx(
        () -> {
          traveller.bench().darkProperty().set(false);
          return true;
        });
  }

  /** As a PNG without transparency. */
  private static void write(WritableImage image, Path file) throws IOException {
    PixelReader pixels = image.getPixelReader();
    int width = (int) image.getWidth();
    int height = (int) image.getHeight();
    var out =
        new java.awt.image.BufferedImage(width, height, java.awt.image.BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        out.setRGB(x, y, pixels.getArgb(x, y));
      }
    }
    ImageIO.write(out, "png", file.toFile());
  }
}
