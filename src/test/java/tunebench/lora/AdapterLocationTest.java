package tunebench.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tunebench.BadInputException;

class AdapterLocationTest {
  @TempDir private Path folder;

  @Test
  void theFolderItselfGoesBeforeThoseInside() throws IOException {
    adapter(folder.resolve("checkpoint-20"));
    adapter(folder);
    assertThat(AdapterLocation.find(folder)).isEqualTo(folder);
  }

  @Test
  void aSingleAdapterInsideIsFound() throws IOException {
    Path inside = adapter(folder.resolve("default"));
    Files.createDirectory(folder.resolve("logs"));
    assertThat(AdapterLocation.find(folder)).isEqualTo(inside);
  }

  @Test
  void severalAdaptersAreNamedForChoice() throws IOException {
    Path first = adapter(folder.resolve("checkpoint-10"));
    Path second = adapter(folder.resolve("checkpoint-20"));
    refused("give one of " + first + ", " + second);
  }

  @Test
  void theHubsCacheGivesTheRevisionOfMain() throws IOException {
    adapter(folder.resolve("snapshots/aaa"));
    Path current = adapter(folder.resolve("snapshots/bbb"));
    refused("holds several adapters");
    Files.createDirectories(folder.resolve("refs"));
    Files.writeString(folder.resolve("refs/main"), "bbb\n");
    assertThat(AdapterLocation.find(folder)).isEqualTo(current);
    Path old = folder.resolve("snapshots/aaa");
    assertThat(AdapterLocation.find(old)).isEqualTo(old);
  }

  @Test
  void aRevisionThatClimbsOutOfTheFolderIsNotFollowed() throws IOException {
    adapter(folder.resolve("elsewhere"));
    Path only = adapter(folder.resolve("repo/snapshots/aaa"));
    Files.createDirectories(folder.resolve("repo/refs"));
    Files.writeString(folder.resolve("repo/refs/main"), "../../elsewhere");
    assertThat(AdapterLocation.find(folder.resolve("repo"))).isEqualTo(only);
  }

  @Test
  void aPickleIsNeverRead() throws IOException {
    Files.writeString(folder.resolve("adapter_config.json"), "{}");
    Files.writeString(folder.resolve("adapter_model.bin"), "");
    refused("adapter_model.bin, a pickle");
  }

  @Test
  void aFolderWithoutAdapterIsRefused() throws IOException {
    refused("holds no adapter_config.json");
    Files.writeString(folder.resolve("adapter_config.json"), "{}");
    refused("holds no adapter_model.safetensors");
  }

  private void refused(String complaint) {
    assertThatThrownBy(() -> AdapterLocation.find(folder))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(complaint);
  }

  private static Path adapter(Path at) throws IOException {
    Files.createDirectories(at);
    Files.writeString(at.resolve("adapter_config.json"), "{}");
    Files.writeString(at.resolve("adapter_model.safetensors"), "");
    return at;
  }
}
