package tunebench.service.libtorch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tunebench.BadInputException;

class LibtorchFetchTest {
  private static final String BUILD = "cu128/linux-x86_64";

  @TempDir Path folder;
  private Path place;
  private FileServer server;
  private final byte[] torch = random(3_000_000, 1);
  private final byte[] cuda = random(500_000, 2);

  @BeforeEach
  void serve() throws IOException {
    place = folder.resolve("libtorch").resolve("2.7.1-cu128");
    server = new FileServer();
    server.library(BUILD, "libtorch.so", torch);
    server.library(BUILD, "libtorch_cuda.so", cuda);
    server.library("cpu/linux-x86_64", "libtorch.so", random(100, 3));
  }

  @AfterEach
  void close() {
    server.close();
  }

  private static byte[] random(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  /** Keeps what is said, and breaks off once so many bytes are there. */
  private static final class Recorder implements LibtorchFetch.Watch {
    private final List<String> stages = new ArrayList<>();
    private final long limit;
    private long done;
    private long total;

    Recorder(long limit) {
      this.limit = limit;
    }

    @Override
    public void stage(String words) {
      stages.add(words);
    }

    @Override
    public void at(long now, long all) {
      assertThat(now).as("never goes back").isGreaterThanOrEqualTo(done);
      done = now;
      total = all;
    }

    @Override
    public boolean goOn() {
      return done < limit;
    }
  }

  private Recorder fetch(long limit) throws IOException, InterruptedException {
    Recorder recorder = new Recorder(limit);
    new LibtorchFetch(server.address(), place, recorder).run("cu128", "linux-x86_64");
    return recorder;
  }

  private void assertWhole() throws IOException {
    assertThat(place.resolve("libtorch.so")).hasBinaryContent(torch);
    assertThat(place.resolve("libtorch_cuda.so")).hasBinaryContent(cuda);
    try (var files = Files.list(place)) {
      assertThat(files).as("nothing else").hasSize(2);
    }
  }

  @Test
  void sizeAndProgressAreToldAndAllFilesOfTheBuildCome() throws Exception {
    Recorder recorder = fetch(Long.MAX_VALUE);

    assertWhole();
    assertThat(recorder.stages).contains("fetching 3 MB");
    assertThat(recorder.done).isEqualTo(recorder.total).isGreaterThan(3_500_000);
  }

  @Test
  void brokenOffItGoesOnWhereItWas() throws Exception {
    Recorder first = fetch(1_500_000);

    assertThat(place).doesNotExist();
    assertThat(LibtorchFetch.partialBytes(place)).isEqualTo(first.done).isLessThan(3_000_000);
    long before = server.sent.get();
    Recorder second = fetch(Long.MAX_VALUE);

    assertWhole();
    assertThat(LibtorchFetch.partialBytes(place)).isZero();
    assertThat(server.sent.get() - before)
        .as("what was here is not sent again; the list of files is some bytes")
        .isBetween(second.total - first.done, second.total - first.done + 500);
  }

  @Test
  void aServerThatBreaksOffIsAskedForTheRest() throws Exception {
    server.breaks.set(3);

    Recorder recorder = fetch(Long.MAX_VALUE);

    assertWhole();
    assertThat(recorder.stages).contains("waiting for the network");
    assertThat(server.sent.get()).as("no byte twice").isLessThan(recorder.total + 500);
  }

  @Test
  void aFileThatChangedMeanwhileIsFetchedAnew() throws Exception {
    fetch(1_500_000);
    byte[] newer = random(3_000_000, 9);
    server.library(BUILD, "libtorch.so", newer);

    Recorder recorder = new Recorder(Long.MAX_VALUE);
    new LibtorchFetch(server.address(), place, recorder).run("cu128", "linux-x86_64");

    assertThat(place.resolve("libtorch.so")).hasBinaryContent(newer);
  }

  @Test
  void aDamagedFileIsNotUsed() throws Exception {
    byte[] damaged = random(4_000, 4);
    server.raw(BUILD + "/native/lib/libtorch.so.gz", damaged);

    assertThatThrownBy(() -> fetch(Long.MAX_VALUE))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("libtorch.so.gz came damaged");
    assertThat(place).doesNotExist();
    server.library(BUILD, "libtorch.so", torch);
    fetch(Long.MAX_VALUE);
    assertWhole();
  }

  @Test
  void noServerAndNoSuchBuildAreSaidInASentence() throws Exception {
    assertThatThrownBy(
            () ->
                new LibtorchFetch(server.address(), place, new Recorder(Long.MAX_VALUE))
                    .run("cu128", "plan9-mips"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no libtorch cu128 for plan9-mips");
    server.close();
    assertThatThrownBy(() -> fetch(Long.MAX_VALUE))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("127.0.0.1")
        .hasMessageContaining("try again later");
  }

  @Test
  void aNameThatLeadsOutOfTheFolderIsRefused() {
    assertThatThrownBy(
            () ->
                FileIndex.read(
                    "cu128/linux-x86_64/native/lib/..%2F..%2Fx.so.gz\n", "cu128", "linux-x86_64"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no file of libtorch");
  }
}
