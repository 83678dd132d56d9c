package tunebench.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tunebench.BadInputException;

class SafetensorsFileTest {
  private static final String TWO =
      """
      {"b":{"dtype":"U8","shape":[3],"data_offsets":[8,11]},
       "__metadata__":{"format":"pt"},
       "a":{"dtype":"BF16","shape":[2,2],"data_offsets":[0,8]}}\
      """;

  @TempDir private Path folder;

  @Test
  void namesComeInTheOrderOfTheBytes() {
    try (SafetensorsFile file = Bytes.open(Bytes.safetensors(TWO, 11))) {
      assertThat(file.names()).containsExactly("a", "b");
      assertThat(file.metadata()).containsEntry("format", "pt");
      assertThat(file.info("a").shape()).containsExactly(2, 2);
      assertThat(file.info("a").dtype()).isEqualTo(DType.BF16);
      assertThat(file.bytes("b").byteSize()).isEqualTo(3);
    }
  }

  @Test
  void rowsAreASliceOfTheBytes() {
    byte[] bytes = Bytes.safetensors(TWO, 11);
    for (int i = 0; i < 11; i++) {
      bytes[bytes.length - 11 + i] = (byte) i;
    }
    try (SafetensorsFile file = Bytes.open(bytes)) {
      assertThat(file.bytes("a", 1, 1).toArray(ValueLayout.JAVA_BYTE)).containsExactly(4, 5, 6, 7);
      assertThat(file.bytes("b", 1, 2).toArray(ValueLayout.JAVA_BYTE)).containsExactly(9, 10);
      assertThat(file.bytes("b", 3, 0).byteSize()).isZero();
      assertThatThrownBy(() -> file.bytes("b", 2, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void aMappedFileGivesDirectBuffersThatCannotBeWritten() throws Exception {
    Path path = folder.resolve("m.safetensors");
    Files.write(path, Bytes.safetensors(TWO, 11));
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      assertThat(file.bytes("a").asByteBuffer().isDirect()).isTrue();
      assertThat(file.bytes("a").isReadOnly()).isTrue();
    }
  }

  @Test
  void scalarsAndEmptyTensorsAreTensors() {
    String header =
        """
        {"s":{"dtype":"F32","shape":[],"data_offsets":[0,4]},
         "e":{"dtype":"F32","shape":[0,7],"data_offsets":[4,4]}}\
        """;
    try (SafetensorsFile file = Bytes.open(Bytes.safetensors(header, 4))) {
      assertThat(file.info("s").elements()).isEqualTo(1);
      assertThat(file.info("s").rowLength()).isEqualTo(4);
      assertThat(file.bytes("e", 0, 0).byteSize()).isZero();
    }
  }

  @Test
  void anUnknownTensorIsNamed() {
    try (SafetensorsFile file = Bytes.open(Bytes.safetensors(TWO, 11))) {
      assertThatThrownBy(() -> file.bytes("lm_head.weight"))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("x.safetensors")
          .hasMessageContaining("lm_head.weight");
    }
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> SafetensorsFile.open(folder.resolve("none.safetensors")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("none.safetensors: there is no such file");
    assertThatThrownBy(() -> SafetensorsFile.open(folder)).hasMessageContaining("no plain file");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {'a':{'dtype':'F32','shape':[2],'data_offsets':[0,9]}}                  | 9 | takes 8 bytes, but 9
          {'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}                  | 7 | download complete
          {'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}                  | 9 | 1 bytes at its end
          {'a':{'dtype':'F32','shape':[2],'data_offsets':[4,12]}}                 |12 | a hole of 4 bytes
          {'a':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}}                  | 8 | no begin and end
          {'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8,8]}}                | 8 | no begin and end
          {'a':{'dtype':'F32','shape':[2],'data_offsets':[-8,0]}}                 | 8 | other than sizes
          {'a':{'dtype':'F32','shape':[2.0],'data_offsets':[0,8]}}                | 8 | other than sizes
          {'a':{'dtype':'F32','shape':[99999999999999999999],'data_offsets':[0,8]}}|8 | other than sizes
          {'a':{'dtype':'F32','shape':[4294967296,4294967296,0],'data_offsets':[0,0]}}|0| too large
          {'a':{'dtype':'F32','shape':[1],'data_offsets':[9223372036854775800,9223372036854775804]}}|4|beyond any file
          {'a':{'dtype':'F32','shape':[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1],'data_offsets':[0,4]}}|4| more than 16
          {'a':{'dtype':'F8_E4M3','shape':[2],'data_offsets':[0,2]}}              | 2 | type "F8_E4M3"
          {'a':{'dtype':'f32','shape':[2],'data_offsets':[0,8]}}                  | 8 | type "f32"
          {'a':{'dtype':'F32','shape':[2]}}                                       | 8 | lacks its dtype
          {'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8],'x':1}}            | 8 | field "x"
          {'a':{'dtype':32,'shape':[2],'data_offsets':[0,8]}}                     | 8 | should be described
          {'a':[]}                                                                | 0 | should be described
          {'__metadata__':{'a':1}}                                                | 0 | __metadata__.a
          {'a':{'dtype':'U8','shape':[2],'data_offsets':[0,2]},'b':{'dtype':'U8','shape':[2],'data_offsets':[1,3]}}|3|overlaps
          {'a':{'dtype':'U8','shape':[1],'data_offsets':[0,1]},'a':{'dtype':'U8','shape':[1],'data_offsets':[1,2]}}|2|Duplicate
          {}{}                                                                    | 0 | goes on after
          {'a':                                                                   | 0 | no valid JSON
          """)
  void aLieInTheHeaderIsOneSentence(String header, int dataLength, String sentence) {
    byte[] file = Bytes.safetensors(header.replace('\'', '"'), dataLength);
    assertThatThrownBy(() -> Bytes.open(file))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("Cannot read x.safetensors: ")
        .hasMessageContaining(sentence)
        .hasMessageNotContainingAny("\n", "\r")
        .hasMessageEndingWith("download or convert the file again.");
  }

  @Test
  void aHeaderLengthThatLiesIsRefusedBeforeItIsUsed() {
    byte[] empty = "{}".getBytes(StandardCharsets.UTF_8);
    for (long length : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE, 100_000_001}) {
      assertThatThrownBy(() -> Bytes.open(Bytes.safetensors(length, empty, 0)))
          .hasMessageContaining("more than the 100000000 allowed");
    }
    assertThatThrownBy(() -> Bytes.open(Bytes.safetensors(99_999_999, empty, 0)))
        .hasMessageContaining("the file ends after 10");
    assertThatThrownBy(() -> Bytes.open(new byte[7])).hasMessageContaining("7 bytes, too few");
    assertThatThrownBy(() -> Bytes.open(Bytes.safetensors(" {}", 0)))
        .hasMessageContaining("begin with '{'");
  }

  @Test
  void aJsonBombIsRefused() {
    assertThatThrownBy(() -> Bytes.open(Bytes.safetensors("{\"a\":" + "[".repeat(100_000), 0)))
        .isInstanceOf(BadInputException.class);
    String metadata = "{\"__metadata__\":" + "{\"a\":".repeat(100_000);
    assertThatThrownBy(() -> Bytes.open(Bytes.safetensors(metadata, 0)))
        .isInstanceOf(BadInputException.class);
    String name = "{\"" + "a".repeat(70_000) + "\":{}}";
    assertThatThrownBy(() -> Bytes.open(Bytes.safetensors(name, 0)))
        .isInstanceOf(BadInputException.class)
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(500));
  }

  @Test
  void aHostileNameCannotWriteOnTheTerminal() {
    String name = "\\u001b[31mred\\u2028\\u202e" + "x".repeat(200);
    String header = "{\"" + name + "\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,1]}}";
    assertThatThrownBy(() -> Bytes.open(Bytes.safetensors(header, 1)))
        .satisfies(e -> assertThat(e.getMessage()).contains("?[31mred??xx").hasSizeLessThan(300));
  }

  @Test
  void theHeaderMayEndInSpaces() {
    try (SafetensorsFile file = Bytes.open(Bytes.safetensors("{}      ", 0))) {
      assertThat(file.names()).isEmpty();
    }
  }
}
