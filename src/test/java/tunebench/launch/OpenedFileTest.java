package tunebench.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tunebench.BadInputException;
import tunebench.Fixtures;
import tunebench.protocol.ModelRequest;
import tunebench.service.InProcessClient;
import tunebench.service.Service;

class OpenedFileTest {
  @TempDir private Path folder;

  @Test
  void aFileOfAnAdapterMeansItsFolder() throws IOException {
    Path weights = Files.createFile(folder.resolve("adapter_model.safetensors"));
    assertThat(OpenedFile.of(weights)).isEqualTo(new OpenedFile(folder, true));
    assertThat(OpenedFile.of(folder)).isEqualTo(new OpenedFile(folder, true));
  }

  @Test
  void aGgufFileIsAModelOfItsOwn() throws IOException {
    Path file = Files.createFile(folder.resolve("m.gguf"));
    assertThat(OpenedFile.of(file)).isEqualTo(new OpenedFile(file, false));
  }

  @Test
  void whatIsNeitherIsOneSentence() {
    assertThatThrownBy(() -> OpenedFile.of(folder))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("neither adapter_config.json nor config.json");
    assertThatThrownBy(() -> OpenedFile.of(folder.resolve("nothing")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("is not there");
  }

  @Test
  void onlyALonePathIsTakenForAFile() {
    assertThat(OpenedFile.named(folder.toString())).isPresent();
    assertThat(OpenedFile.named("no-such-file", "--help")).isEmpty();
    assertThat(OpenedFile.named("no-such-file")).isEmpty();
    assertThat(OpenedFile.named("\0")).isEmpty();
  }

  @Test
  void anAdapterGoesIntoTheStoreOnce() throws IOException {
    Path adapter = Files.createDirectory(folder.resolve("mine"));
    for (String name : new String[] {"adapter_config.json", "adapter_model.safetensors"}) {
      Files.copy(Fixtures.folder("llama3/adapter").resolve(name), adapter.resolve(name));
    }
    try (Service service = Service.open(folder.resolve("home"), Path.of(""))) {
      InProcessClient client = new InProcessClient(service);
      OpenedFile.of(adapter).tell(client);
      OpenedFile.of(adapter).tell(client);
      assertThat(client.send(new ModelRequest.Adapters()).adapters())
          .singleElement()
          .satisfies(info -> assertThat(info.name()).isEqualTo("mine"));
    }
  }
}
