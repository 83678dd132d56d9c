package tunebench.ui;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Scene;
import javafx.scene.image.PixelReader;
import javafx.scene.image.WritableImage;
import javafx.stage.Stage;
import javafx.stage.Window;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import tunebench.ui.fake.FakeService;
import tunebench.ui.shell.Shell;

/**
 * Writes a picture of each screen in both themes, from a fake service: {@code mvn -q test-compile
 * exec:exec@gallery}. Arguments: the folder, then the names of the scenes wanted (all by default),
 * and {@code 4k}.
 */
public final class Gallery {
  private final Path folder;
  private final List<String> wanted;
  private final List<Size> sizes;

  private enum Size {
    SMALL(1280, 800, ""),
    LARGE(1920, 1080, "-large"),
    ULTRA(3840, 2160, "-4k");

    private final int width;
    private final int height;
    private final String suffix;

    Size(int width, int height, String suffix) {
      this.width = width;
      this.height = height;
      this.suffix = suffix;
    }
  }

  private Gallery(Path folder, List<String> wanted, List<Size> sizes) {
    this.sizes = sizes;
    this.folder = folder;
    this.wanted = wanted;
  }

  public static void main(String[] args) throws Exception {
    List<String> names = new ArrayList<>(List.of(args));
    Path folder = Path.of(names.isEmpty() ? "target/screens" : names.removeFirst());
    Files.createDirectories(folder);
    // A window of that size is more than the Headless screen takes without complaint.
    boolean ultra = names.remove("4k");
    Stages.toolkit();
    var gallery =
        new Gallery(
            folder, names, ultra ? List.of(Size.values()) : List.of(Size.SMALL, Size.LARGE));
    for (Scenes scene : Scenes.values()) {
      gallery.picture(scene);
    }
    System.exit(0);
  }

  private void picture(Scenes scene) throws Exception {
    if (!wanted.isEmpty() && !wanted.contains(scene.file())) {
      return;
    }
    for (boolean dark : new boolean[] {false, true}) {
      for (Size size : sizes) {
        FakeService fake = scene.service();
        Stage stage = Stages.fx(Stage::new);
        Workbench bench =
            Stages.fx(
                () -> {
                  Workbench made = Stages.open(stage, fake, size.width, size.height);
                  made.darkProperty().set(dark);
                  return made;
                });
        Stages.settle();
        @Nullable Shell shell = bench.shell();
        if (shell != null) {
          Stages.run(() -> scene.play(bench, shell, fake));
        }
        Stages.settle();
        WritableImage image = Stages.fx(() -> seen(stage).snapshot(null));
        write(image, scene.file() + (dark ? "-dark" : "-light") + size.suffix);
        Stages.run(() -> List.copyOf(Window.getWindows()).forEach(Window::hide));
      }
    }
  }

  /** The window, or the dialog that lies over it. */
  private static Scene seen(Stage stage) {
    Window top = Window.getWindows().getLast();
    return top instanceof Stage dialog ? dialog.getScene() : stage.getScene();
  }

  private void write(WritableImage image, String name) throws IOException {
    int width = (int) image.getWidth();
    int height = (int) image.getHeight();
    PixelReader pixels = image.getPixelReader();
    var out = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        out.setRGB(x, y, pixels.getArgb(x, y));
      }
    }
    ImageIO.write(out, "png", folder.resolve(name + ".png").toFile());
  }
}
