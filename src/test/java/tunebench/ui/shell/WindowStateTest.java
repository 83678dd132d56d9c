package tunebench.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WindowStateTest {
  @TempDir Path folder;

  @Test
  void theSizeOfTextIsKeptFromOneStartToTheNextAndBounded() {
    Path file = folder.resolve("window.properties");
    assertThat(new WindowState(new FileMemory(file)).scale(1)).isEqualTo(14);
    var next = new WindowState(new FileMemory(file));
    assertThat(next.textSize()).isEqualTo(14);
    for (int i = 0; i < 30; i++) {
      next.scale(1);
    }
    assertThat(next.textSize()).isEqualTo(26);
    assertThat(next.scale(0)).isEqualTo(13);
  }

  @Test
  void aFileThatIsNoStateIsPassedOver() throws Exception {
    Path file = folder.resolve("window.properties");
    Files.writeString(file, "text=large\n\\u12");
    assertThat(new WindowState(new FileMemory(file)).textSize()).isEqualTo(13);
  }
}
