package tunebench.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tunebench.BadInputException;

class DownloadedTest {
  @TempDir private Path root = Path.of("");

  private Path snapshot(String folder, String... files) throws IOException {
    Path repo = root.resolve(folder);
    Files.createDirectories(repo.resolve("refs"));
    Files.writeString(repo.resolve("refs/main"), FakeHub.COMMIT);
    Path snapshot = repo.resolve("snapshots").resolve(FakeHub.COMMIT);
    for (String file : files) {
      Files.createDirectories(snapshot.resolve(file).getParent());
      Files.writeString(snapshot.resolve(file), "x");
    }
    return snapshot;
  }

  @Test
  void pathsComeFirstAndNamesAreLookedUp() throws IOException {
    Downloaded here = new Downloaded(new HubCache(root));
    Path snapshot = snapshot("models--acme--tiny", "config.json");
    assertThat(here.model(root.toString())).isEqualTo(root);
    assertThat(here.model("acme/tiny")).isEqualTo(snapshot);
    assertThat(here.model("acme/tiny@" + FakeHub.COMMIT)).isEqualTo(snapshot);
    assertThat(here.model("/no/such/folder")).isEqualTo(Path.of("/no/such/folder"));
    assertThatThrownBy(() -> here.model("acme/other"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("run hub download acme/other");
    Files.createDirectories(root.resolve("models--acme--tiny/blobs"));
    Files.writeString(root.resolve("models--acme--tiny/blobs/abc.incomplete"), "x");
    assertThatThrownBy(() -> here.model("acme/tiny")).hasMessageContaining("to go on");
    // Another program's half file does not matter once the weights are here.
    Files.writeString(snapshot.resolve("model-00001-of-00001.safetensors"), "x");
    assertThat(here.model("acme/tiny")).isEqualTo(snapshot);
    Files.move(
        snapshot.resolve("model-00001-of-00001.safetensors"),
        snapshot.resolve("model-00001-of-00002.safetensors"));
    assertThatThrownBy(() -> here.model("acme/tiny")).hasMessageContaining("to go on");
  }

  @Test
  void splitsAreFound() throws IOException {
    Downloaded here = new Downloaded(new HubCache(root));
    Path lite =
        snapshot(
            "datasets--ed--lite",
            "README.md",
            "data/train-00000-of-00002.parquet",
            "data/train-00001-of-00002.parquet",
            "data/test-00000-of-00001.parquet");
    assertThat(here.rows("ed/lite")).isEqualTo(lite.resolve("data/train-*.parquet"));
    assertThat(here.rows("ed/lite:test")).isEqualTo(lite.resolve("data/test-*.parquet"));
    assertThat(here.rows("ed/lite@main:train")).isEqualTo(lite.resolve("data/train-*.parquet"));
    assertThatThrownBy(() -> here.rows("ed/lite:validation"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("names none of data/test-*.parquet, data/train-*.parquet");
    Path two = snapshot("datasets--ed--two", "a/items.csv", "b.jsonl");
    assertThat(here.rows("ed/two:a/")).isEqualTo(two.resolve("a/items.csv"));
    assertThatThrownBy(() -> here.rows("ed/two")).hasMessageContaining("could be a/items.csv or");
    assertThatThrownBy(() -> here.rows("ed/none"))
        .hasMessageContaining("hub download --dataset ed/none");
    assertThat(here.rows("products.csv")).isEqualTo(Path.of("products.csv"));
  }
}
