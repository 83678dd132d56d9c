package tunebench.track;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Read back by a reader that was written from the two formats' descriptions. What is expected of
 * the records is what W&B's own program, version 0.30, was seen to write and to take; it is not at
 * hand where this is tested.
 */
class WandbOfflineSinkTest {
  @TempDir private Path home = Path.of("");

  /** The records of a file; each frame's checksum is checked. */
  static List<byte[]> records(byte[] file) {
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    byte[] ident = new byte[4];
    in.get(ident);
    assertThat(new String(ident, StandardCharsets.US_ASCII)).isEqualTo(":W&B");
    CRC32 name = new CRC32();
    name.update("Weights & Biases".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(in.getShort() & 0xFFFF).isEqualTo((int) (name.getValue() & 0xFFFF));
    assertThat(in.get()).isZero();
    List<byte[]> records = new ArrayList<>();
    var joined = new ByteArrayOutputStream();
    while (in.hasRemaining()) {
      int left = 32_768 - in.position() % 32_768;
      if (left < 7) {
        for (int i = 0; i < left; i++) {
          assertThat(in.get()).isZero();
        }
        continue;
      }
      int sum = in.getInt();
      byte[] data = new byte[in.getShort() & 0xFFFF];
      byte type = in.get();
      in.get(data);
      CRC32 crc = new CRC32();
      crc.update(type);
      crc.update(data);
      assertThat(sum).isEqualTo((int) crc.getValue());
      assertThat(joined.size() == 0).isEqualTo(type == 1 || type == 2);
      joined.writeBytes(data);
      if (type == 1 || type == 4) {
        records.add(joined.toByteArray());
        joined.reset();
      }
    }
    assertThat(joined.size()).isZero();
    return records;
  }

  @Test
  void longRecordsGoOverBlocks() throws Exception {
    Path path = home.resolve("x.wandb");
    Random random = new Random(3);
    List<byte[]> written = new ArrayList<>();
    try (WandbFile file = new WandbFile(path)) {
      // 32,747 fills the first block but for its last seven bytes.
      for (int size : new int[] {32_747, 0, 1, 100_000, 32_760, 32_761, 20_000, 12_750, 65_522}) {
        byte[] record = new byte[size];
        random.nextBytes(record);
        written.add(record);
        file.add(record);
      }
    }
    List<byte[]> read = records(Files.readAllBytes(path));
    assertThat(read).hasSameSizeAs(written);
    for (int i = 0; i < written.size(); i++) {
      if (written.get(i).length > 0) {
        assertThat(read.get(i)).isEqualTo(written.get(i));
      }
    }
  }

  private Path tell() throws Exception {
    try (TrackedRun run = SomeRun.open(home.resolve("track"), new WandbOfflineSink(home, "ada"))) {
      SomeRun.tell(run, home);
    }
    try (Stream<Path> found = Files.walk(home.resolve("wandb"))) {
      return found.filter(p -> p.toString().endsWith(".wandb")).findFirst().orElseThrow();
    }
  }

  @Test
  void runIsWrittenAsWandbSyncReadsIt() throws Exception {
    Path file = tell();
    assertThat(file.getFileName()).hasToString("run-ab12cd34.wandb");
    Path folder = Objects.requireNonNull(file.getParent());
    assertThat(folder.getFileName().toString()).matches("offline-run-\\d{8}_\\d{6}-ab12cd34");
    List<ProtoMessage> records =
        records(Files.readAllBytes(file)).stream().map(ProtoMessage::new).toList();
    for (int i = 0; i < records.size(); i++) {
      assertThat(records.get(i).integer(1)).isEqualTo(i + 1L);
    }
    assertThat(records.getFirst().message(21).message(1).text(1)).isEqualTo("tunebench");
    List<ProtoMessage> metrics =
        records.stream().filter(r -> r.has(12)).map(r -> r.message(12)).toList();
    assertThat(metrics).hasSize(12);
    assertThat(metrics.getFirst().text(1)).isEqualTo("train/global_step");
    assertThat(metrics.getFirst().has(4)).isFalse();
    assertThat(metrics.subList(1, 12)).allMatch(m -> m.text(4).equals("train/global_step"));
    ProtoMessage run = records.get(1).message(17);
    assertThat(run.text(1)).isEqualTo("ab12cd34");
    assertThat(run.text(2)).isEqualTo("ada");
    assertThat(run.text(3)).isEqualTo("pricer");
    assertThat(run.text(8)).isEqualTo("a run");
    assertThat(run.message(17).integer(1)).isGreaterThan(1_700_000_000L);
    assertThat(run.message(4).messages(1))
        .extracting(item -> item.text(1) + "=" + item.text(16))
        .containsExactlyInAnyOrder("lora.rank=32", "train.learningRate=1.0E-4");
    List<ProtoMessage> history =
        records.stream().filter(r -> r.has(2)).map(r -> r.message(2)).toList();
    assertThat(history).hasSize(6);
    assertThat(history)
        .extracting(h -> h.message(2).integer(1))
        .containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
    assertThat(history.get(1).messages(1))
        .extracting(item -> item.text(1) + "=" + item.text(16))
        .contains("train/loss=NaN", "train/global_step=2", "_step=1");
    List<ProtoMessage> artifacts =
        records.stream().filter(r -> r.has(8)).map(r -> r.message(8)).toList();
    assertThat(artifacts)
        .extracting(a -> a.text(1) + " " + a.text(4) + " " + a.text(5) + " " + a.text(20))
        .containsExactly(
            "ab12cd34 run_table run-ab12cd34-predictions MANIFEST_MD5",
            "ab12cd34 model pricer-adapter MANIFEST_MD5");
    // Field 9, "made by the user": W&B's program then leaves out which run made it.
    assertThat(artifacts).noneMatch(a -> a.has(9));
    ProtoMessage table = artifacts.getFirst();
    Path rows = Path.of(table.message(12).message(4).text(6));
    assertThat(Files.readString(rows))
        .startsWith("{\"_type\":\"table\",\"column_types\":{")
        .contains("\"ncols\":6,\"nrows\":1}");
    assertThat(history.get(4).messages(1))
        .extracting(item -> item.text(16))
        .anyMatch(
            value ->
                value.contains(
                    "\"artifact_path\":\"wandb-client-artifact://%s/predictions.table.json\""
                        .formatted(table.text(15))));
    ProtoMessage artifact = artifacts.getLast();
    assertThat(artifact.text(5)).isEqualTo("pricer-adapter");
    assertThat(artifact.message(12).messages(4))
        .extracting(entry -> entry.text(1) + " " + entry.integer(4))
        .containsExactly("adapter_config.json 2", "adapter_model.safetensors 100000");
    List<String> files =
        records.stream().filter(r -> r.has(6)).map(r -> r.message(6).message(1).text(1)).toList();
    assertThat(files).hasSize(2);
    for (String path : files) {
      assertThat(folder.resolve("files").resolve(path)).isNotEmptyFile();
    }
    assertThat(records.stream().anyMatch(r -> r.has(7))).isTrue();
    ProtoMessage exit = records.get(records.size() - 3);
    assertThat(exit.message(18).integer(1)).isZero();
    assertThat(records.get(records.size() - 2).has(20)).isTrue();
    assertThat(records.getLast().has(22)).isTrue();
  }

  @Test
  void runThatGoesOnIsWrittenWholeAgain() throws Exception {
    Path file = tell();
    int before = records(Files.readAllBytes(file)).size();
    try (TrackedRun run = SomeRun.open(home.resolve("track"), new WandbOfflineSink(home, "ada"))) {
      run.step(SomeRun.step(4, 1.0));
      run.end(false, "");
    }
    List<ProtoMessage> records =
        records(Files.readAllBytes(file)).stream().map(ProtoMessage::new).toList();
    assertThat(records.stream().filter(r -> r.has(17))).hasSize(1);
    assertThat(records.stream().filter(r -> r.has(2))).hasSize(7);
    // W&B's program stops reading at the record of an end, so there is one, behind everything.
    assertThat(records.stream().filter(r -> r.has(18))).hasSize(1);
    assertThat(records.get(records.size() - 3).has(18)).isTrue();
    assertThat(records.size()).isGreaterThan(before);
  }

  /** The first bytes of a file, written out: format, one frame, the record in it. */
  @Test
  void bytesOfTheFirstRecord() throws Exception {
    Path path = home.resolve("x.wandb");
    try (WandbFile file = new WandbFile(path)) {
      file.add(new WandbRecords().header());
    }
    assertThat(HexFormat.ofDelimiter(" ").formatHex(Files.readAllBytes(path)))
        .isEqualTo(
            "3a 57 26 42 e1 be 00 "
                + "4c aa af 13 12 00 01 "
                + "08 01 aa 01 0d 0a 0b 0a 09 74 75 6e 65 62 65 6e 63 68");
  }

  @Test
  void anEndThatNothingFollowsIsWrittenAgain() throws Exception {
    Path file = tell();
    byte[] before = Files.readAllBytes(file);
    SomeRun.open(home.resolve("track"), new WandbOfflineSink(home, "ada")).close();
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }
}
