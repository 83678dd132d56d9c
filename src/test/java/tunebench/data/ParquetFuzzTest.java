package tunebench.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tunebench.BadInputException;

/**
 * Parquet files with random bytes changed are read or refused in one sentence, each within a second
 * or so; the reader alone went round in circles on some and ended the process on others.
 */
class ParquetFuzzTest {
  private static final Path FOLDER = Path.of("src/test/resources/tunebench/data");
  private static final int FILES = 2_000;
  private static final long MOST_MILLIS = 30_000;

  private static List<byte[]> good() throws IOException {
    List<byte[]> files = new ArrayList<>();
    try (Stream<Path> found = Files.walk(FOLDER)) {
      for (Path file : found.filter(p -> p.toString().endsWith(".parquet")).sorted().toList()) {
        files.add(Files.readAllBytes(file));
      }
    }
    return files;
  }

  @Test
  void goodFilesAreRead() {
    for (String name : List.of("snappy-1", "snappy-2", "gzip-1", "zstd-2")) {
      Table table = ParquetImport.table(FOLDER.resolve("parquet/lamps-" + name + ".parquet"));
      assertThat(table.rows()).hasSize(40);
      assertThat(table.rows().get(7).cells()).contains("Lamp 7", "a 7\nb", "k: 7");
    }
  }

  @Test
  @Timeout(300)
  void aDamagedFileIsReadOrRefused(@TempDir Path folder) throws Exception {
    List<byte[]> good = good();
    Random random = new Random(20_261_126);
    int read = 0;
    int refused = 0;
    long worst = 0;
    for (int i = 0; i < FILES; i++) {
      byte[] bytes = good.get(i % good.size()).clone();
      for (int change = random.nextInt(4); change >= 0; change--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      // A file of its own: one that is written over while the reader's threads still look at it
      // through mapped memory ends the process.
      Path file = folder.resolve(i + "-bad.parquet");
      Files.write(file, bytes);
      long began = System.nanoTime();
      try {
        ParquetImport.table(file);
        read++;
      } catch (BadInputException e) {
        assertThat(e.getMessage())
            .contains("bad.parquet cannot be read as a Parquet file")
            .endsWith("; download it again.")
            .doesNotContain("\n", "(null)")
            .hasSizeLessThan(700);
        refused++;
      }
      worst = Math.max(worst, (System.nanoTime() - began) / 1_000_000);
    }
    System.out.printf(
        "%d damaged Parquet files: %d read, %d refused, the slowest in %d ms%n",
        FILES, read, refused, worst);
    assertThat(read + refused).isEqualTo(FILES);
    assertThat(read).isPositive();
    assertThat(refused).isPositive();
    assertThat(worst).isLessThan(MOST_MILLIS);
  }

  @Test
  void aBlockThatWouldBeWrittenBeyondItsPlaceIsRefused(@TempDir Path folder) throws Exception {
    byte[] bytes = Files.readAllBytes(FOLDER.resolve("parquet/lamps-snappy-1.parquet"));
    // The first page's block begins with its length; 'Lamp 0' of the dictionary stands behind it.
    int lamp = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("Lamp 0");
    for (int at = lamp - 8; at < lamp; at++) {
      byte[] changed = bytes.clone();
      changed[at] ^= 0x7F;
      Path file = folder.resolve(at + "-long.parquet");
      Files.write(file, changed);
      try {
        ParquetImport.table(file);
      } catch (BadInputException e) {
        if (String.valueOf(e.getMessage()).contains("a block of")) {
          return;
        }
      }
    }
    throw new AssertionError("no change was noticed as a block of another length");
  }

  @Test
  void headingsOfPagesWithoutEndAreRefused() {
    byte[] long0 = new byte[32];
    Arrays.fill(long0, (byte) 0x15);
    assertThatThrownBy(() -> CompactThrift.struct(ByteBuffer.wrap(long0)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("breaks off");
    byte[] deep = new byte[32];
    Arrays.fill(deep, (byte) 0x1C);
    assertThatThrownBy(() -> CompactThrift.struct(ByteBuffer.wrap(deep)))
        .hasMessageContaining("has no end");
  }

  @Test
  @Timeout(30)
  void whatStandsStillIsGivenUpAndToldSo() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    assertThatThrownBy(
            () ->
                Watched.get(
                    () -> {
                      try {
                        return new CountDownLatch(1).await(1, TimeUnit.HOURS);
                      } catch (InterruptedException e) {
                        interrupted.countDown();
                        throw e;
                      }
                    },
                    () -> 7,
                    Duration.ofMillis(200)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("stood still");
    interrupted.await();
  }

  @Test
  @Timeout(30)
  void whatGetsOnSlowlyIsWaitedFor() throws Exception {
    int[] polls = new int[1];
    CountDownLatch enough = new CountDownLatch(1);
    String word =
        Watched.get(
            () -> {
              enough.await();
              return "done";
            },
            () -> {
              if (++polls[0] == 4) {
                enough.countDown();
              }
              return polls[0];
            },
            Duration.ofMillis(50));
    assertThat(word).isEqualTo("done");
  }
}
