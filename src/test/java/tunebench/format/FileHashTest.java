package tunebench.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tunebench.BadInputException;

class FileHashTest {
  @TempDir Path folder = Path.of("");

  @Test
  void isTheFilesShaOverMoreThanOneChunk() throws Exception {
    byte[] content = new byte[(1 << 20) + 12_345];
    new Random(1).nextBytes(content);
    Path file = Files.write(folder.resolve("model.safetensors"), content);
    FileHash hash = FileHash.of(file);
    assertThat(hash.bytes()).isEqualTo(content.length);
    assertThat(hash.sha256())
        .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
  }

  @Test
  void takesTheFilesThatDecideWhatAModelSays() throws Exception {
    for (String name :
        new String[] {
          "tokenizer.json", "config.json", "a.safetensors", "README.md", ".hidden.json", "x.png"
        }) {
      Files.writeString(folder.resolve(name), name);
    }
    Files.createDirectory(folder.resolve("old.json"));
    assertThat(FileHash.ofModel(folder))
        .extracting(FileHash::name)
        .containsExactly("a.safetensors", "config.json", "tokenizer.json");
  }

  @Test
  void aFolderThatIsNotThereIsBadInput() {
    assertThatThrownBy(() -> FileHash.ofModel(folder.resolve("none")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("none cannot be read as a model's folder");
  }
}
