package tunebench.ui.journey;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.IntBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.image.WritablePixelFormat;
import javax.imageio.ImageIO;
import org.testfx.util.WaitForAsyncUtils;
import tunebench.ui.control.Later;

/**
 * Writes a picture of each screen in both themes from the journey: real runs by the real service on
 * the shipped model. {@code xvfb-run -a -s "-screen 0 2000x1200x24" mvn -q test-compile
 * exec:exec@tour}. Arguments: the folder, {@code quick} for a short run with poor figures, and the
 * window's width and height.
 */
public final class Tour {
  private static final int LOOKS = 4;
  private static final int PAUSE_MILLIS = 250;
  private static final WritablePixelFormat<IntBuffer> FORMAT = PixelFormat.getIntArgbInstance();

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
                  : new Journey.Amount(24, 120, 32, true, 2, 220, 90, "1e-3", 16, 120),
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
      WritableImage image = still();
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

  /** The window when nothing moves on it any more, or after a while where a run is going on. */
  private WritableImage still() {
    try {
      Later.awaitQuiet();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("The tour was interrupted.", e);
    }
    WritableImage last = Hand.onFx(() -> traveller.stage().getScene().snapshot(null));
    for (int look = 0; look < LOOKS; look++) {
      WaitForAsyncUtils.sleep(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
      WritableImage next = Hand.onFx(() -> traveller.stage().getScene().snapshot(null));
      boolean same = same(last, next);
      last = next;
      if (same) {
        break;
      }
    }
    return last;
  }

  private static boolean same(WritableImage a, WritableImage b) {
    int width = (int) a.getWidth();
    int height = (int) a.getHeight();
    int[] first = new int[width * height];
    int[] second = new int[width * height];
    a.getPixelReader().getPixels(0, 0, width, height, FORMAT, first, 0, width);
    b.getPixelReader().getPixels(0, 0, width, height, FORMAT, second, 0, width);
    return Arrays.equals(first, second);
  }
}
