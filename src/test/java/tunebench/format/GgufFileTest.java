package tunebench.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import tunebench.BadInputException;

/** Files made byte by byte from gguf.md, the format's description. */
class GgufFileTest {
  @Test
  void aFileOfBothVersionsIsRead() {
    for (int version : new int[] {2, 3}) {
      byte[] bytes =
          file(
              version, o -> o.string("general.name").int32(8).string("Ü"), 1, GgufFileTest::tensor);
      try (GgufFile file = open(bytes)) {
        assertThat(file.version()).isEqualTo(version);
        assertThat(file.metadata().text("general.name")).contains("Ü");
        assertThat(file.tensor("w").dimensions()).containsExactly(2L, 4L);
        assertThat(file.tensor("w").rows()).isEqualTo(2);
        assertThat(file.tensor("w").offset() % 32).isZero();
        assertThat(file.bytes(file.tensor("w"), 1, 1).byteSize()).isEqualTo(16);
      }
    }
  }

  @Test
  void metadataOfAllTypesIsRead() {
    Consumer<GgufOutput> metadata =
        o -> {
          o.string("f32").int32(6).int32(Float.floatToIntBits(1e-5f));
          o.string("u32").int32(4).int32(-1);
          o.string("i32").int32(5).int32(-1);
          o.string("u64").int32(10).int64(1L << 40);
          o.string("i64").int32(11).int64(-2);
          o.string("f64").int32(12).int64(Double.doubleToLongBits(0.5));
          o.string("list").int32(9).int32(8).int64(2).string("a").string("b");
          o.string("lists").int32(9).int32(9).int64(1).int32(5).int64(1).int32(7);
        };
    try (GgufFile file = open(file(3, metadata, 8, o -> {}, 0))) {
      GgufMetadata m = file.metadata();
      assertThat(m.number("f32")).hasValue(1e-5);
      assertThat(m.whole("u32")).hasValue(0xffff_ffffL);
      assertThat(m.whole("i32")).hasValue(-1);
      assertThat(m.whole("u64")).hasValue(1L << 40);
      assertThat(m.whole("i64")).hasValue(-2);
      assertThat(m.number("f64")).hasValue(0.5);
      assertThat(m.texts("list")).containsExactly("a", "b");
      assertThat(m.values().get("lists")).isEqualTo(List.of(List.of(7L)));
      assertThat(m.texts("absent")).isEmpty();
      assertThatThrownBy(() -> m.text("u32")).hasMessageContaining("\"u32\" is not text");
      assertThatThrownBy(() -> m.numbers("list")).hasMessageContaining("a list of numbers");
      assertThatThrownBy(() -> m.requiredSize("i32")).hasMessageContaining("from 1");
      assertThatThrownBy(() -> m.requiredText("absent")).hasMessageContaining("lacks \"absent\"");
    }
  }

  @Test
  void whatIsNoGgufIsRefused() {
    refused(new byte[100], "begin with GGUF");
    refused(new byte[3], "ends within its header");
    refused(new GgufOutput().int32(0x46554747).int32(1).int64(0).int64(0).bytes(), "version 1");
    refused(
        new GgufOutput().int32(0x46554747).int32(0x3000000).int64(0).int64(0).bytes(),
        "big-endian");
  }

  @Test
  void absurdCountsAreRefusedBeforeTheyAreUsed() {
    refused(
        new GgufOutput().int32(0x46554747).int32(3).int64(-1).int64(0).bytes(),
        "18446744073709551615 tensors");
    refused(
        new GgufOutput().int32(0x46554747).int32(3).int64(999_999).int64(0).bytes(),
        "ends before them");
    refused(file(3, o -> o.int64(65_000), 1, o -> {}, 0), "metadata key, but ends");
    refused(file(3, o -> o.string("k").int32(8).int64(1L << 62), 1, o -> {}, 0), "\"k\"");
    refused(
        file(3, o -> o.string("k").int32(9).int32(0).int64(9_000_000), 1, o -> {}, 0),
        "elements of \"k\"");
    refused(file(3, o -> o.string("k").int32(13), 1, o -> {}, 0), "unknown type 13");
    refused(file(3, o -> o.string("k").int32(10).int64(-1), 1, o -> {}, 0), "absurd number");
  }

  @Test
  void listsInListsInListsAreRefused() {
    Consumer<GgufOutput> nested =
        o -> {
          o.string("k").int32(9);
          for (int i = 0; i < 1000; i++) {
            o.int32(9).int64(1);
          }
        };
    refused(file(3, nested, 1, o -> {}, 0), "nested");
  }

  @Test
  void aTensorThatCannotBeIsNamed() {
    refused(one(o -> o.string("w").int32(0).int32(0).int64(0)), "0 dimensions");
    refused(one(o -> o.string("w").int32(5).int32(0).int64(0)), "5 dimensions");
    refused(one(o -> o.string("w").int32(1).int64(0).int32(0).int64(0)), "dimension of 0");
    refused(one(o -> o.string("w").int32(1).int64(33).int32(8).int64(0)), "rows of 33");
    refused(one(o -> o.string("w").int32(1).int64(4).int32(16).int64(0)), "ggml's type 16");
    refused(one(o -> o.string("w").int32(1).int64(4).int32(0).int64(3)), "no multiple of 32");
    refused(one(o -> o.string("w").int32(1).int64(1000).int32(0).int64(0)), "beyond the file");
    refused(one(o -> o.string("w").int32(1).int64(4).int32(0).int64(-32)), "no multiple of 32");
    refused(one(o -> o.string("a b").int32(1).int64(4).int32(0).int64(0)), "no plain name");
    refused(one(o -> o.string("w".repeat(65)).int32(1)), "65 bytes of a tensor's name");
    refused(
        one(o -> o.string("w").int32(2).int64(1L << 40).int64(1L << 40).int32(0).int64(0)),
        "too large for any file");
  }

  @Test
  void tensorsMayNotOverlapNorKeysRepeat() {
    refused(
        file(
            3,
            o -> {},
            0,
            o -> {
              o.string("a").int32(1).int64(9).int32(0).int64(0);
              o.string("b").int32(1).int64(1).int32(0).int64(32);
            },
            2),
        "\"b\" overlaps");
    refused(
        file(
            3,
            o -> {
              o.string("k").int32(4).int32(1);
              o.string("k").int32(4).int32(1);
            },
            2,
            o -> {},
            0),
        "\"k\" twice");
    refused(
        file(3, o -> o.string("general.alignment").int32(4).int32(24), 1, o -> {}, 0),
        "alignment 24");
  }

  private static void tensor(GgufOutput o) {
    o.string("w").int32(2).int64(4).int64(2).int32(0).int64(0);
  }

  private static byte[] one(Consumer<GgufOutput> tensor) {
    return file(3, o -> {}, 0, tensor, 1);
  }

  private static byte[] file(
      int version, Consumer<GgufOutput> metadata, int keys, Consumer<GgufOutput> tensors) {
    return file(version, metadata, keys, tensors, 1);
  }

  private static byte[] file(
      int version, Consumer<GgufOutput> metadata, int keys, Consumer<GgufOutput> tensors, int n) {
    GgufOutput out = new GgufOutput();
    out.int32(0x46554747).int32(version).int64(n).int64(keys);
    metadata.accept(out);
    tensors.accept(out);
    return Arrays.copyOf(out.bytes(), (out.bytes().length + 31) / 32 * 32 + 64);
  }

  private static GgufFile open(byte[] bytes) {
    return GgufFile.of(MemorySegment.ofArray(bytes), "x.gguf");
  }

  private static void refused(byte[] bytes, String sentence) {
    assertThatThrownBy(() -> open(bytes))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("Cannot read x.gguf: ")
        .hasMessageContaining(sentence);
  }
}
