package tunebench.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tunebench.BadInputException;

class LibtorchTest {
  @TempDir Path home;

  private static Path build(Path folder, boolean gpu, String version) throws IOException {
    Path lib = Files.createDirectories(folder.resolve("lib"));
    Files.createFile(lib.resolve(System.mapLibraryName("torch")));
    if (gpu) {
      Files.createFile(lib.resolve(System.mapLibraryName("torch_cuda")));
    }
    Files.writeString(folder.resolve("build-version"), version + "\n");
    return folder;
  }

  @Test
  void withoutADriverTheProgramsOwnServes() {
    Libtorch chosen = Libtorch.choose(home, 0, "");
    assertThat(chosen.folder()).isNull();
    assertThat(chosen.flavour()).isEqualTo("cpu");
    assertThat(chosen.why()).contains("No NVIDIA driver");
  }

  @Test
  void aGpuWithoutItsBuildIsNeverPassedOverSilently() {
    Libtorch chosen = Libtorch.choose(home, 2, "12.4");
    assertThat(chosen.flavour()).isEqualTo("cpu");
    assertThat(chosen.why()).contains("2 GPU (CUDA 12.4)", "fetch it", "name a folder");
    assertThat(Libtorch.choose(home, 1, "11.4").why()).contains("CUDA 11.4", "newer driver");
  }

  @Test
  void whatWasFetchedIsTakenAndWhatIsNamedComesFirst() throws IOException {
    Path fetched = Files.createDirectories(Libtorch.fetched(home));
    Files.createFile(fetched.resolve(System.mapLibraryName("torch")));
    assertThat(Libtorch.choose(home, 1, "12.8").folder()).isEqualTo(fetched);

    Path named = build(home.resolve("mine"), true, "2.7.1+cu128");
    Libtorch.name(home, named);
    Libtorch chosen = Libtorch.choose(home, 1, "12.8");
    assertThat(chosen.folder()).isEqualTo(named.resolve("lib"));
    assertThat(chosen.flavour()).isEqualTo("cu128");
    assertThat(chosen.why()).contains(named.toString());

    Libtorch.name(home, null);
    assertThat(Libtorch.choose(home, 1, "12.8").folder()).isEqualTo(fetched);
  }

  @Test
  void onlyWhatThisProgramCanUseIsTaken() throws IOException {
    assertThatThrownBy(() -> Libtorch.name(home, home.resolve("nothing")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining(System.mapLibraryName("torch"));
    Path old = build(home.resolve("old"), true, "2.1.0+cu121");
    assertThatThrownBy(() -> Libtorch.name(home, old))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("2.1.0")
        .hasMessageContaining("2.7.1");
    Path other = build(home.resolve("other"), true, "2.7.1+cu118");
    assertThatThrownBy(() -> Libtorch.name(home, other))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("cu118");
    assertThat(LibtorchFolder.of(build(home.resolve("cpu"), false, "2.7.1+cpu")).gpu()).isFalse();
    assertThat(Libtorch.named(home)).isEmpty();
  }
}
