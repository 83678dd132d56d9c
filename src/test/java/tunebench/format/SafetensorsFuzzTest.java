package tunebench.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tunebench.BadInputException;

class SafetensorsFuzzTest {
  private static final int FILES = 20_000;

  private static final List<byte[]> GOOD =
      List.of(
          Bytes.safetensors(
              """
              {"__metadata__":{"format":"pt"},
              "a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},
              "b":{"dtype":"BF16","shape":[4],"data_offsets":[24,32]},
              "c":{"dtype":"U8","shape":[],"data_offsets":[32,33]}}   \
              """,
              33),
          Bytes.safetensors("{\"a\":{\"dtype\":\"I64\",\"shape\":[0],\"data_offsets\":[0,0]}}", 0),
          Bytes.safetensors("{}", 0));

  @Test
  void aDamagedFileIsReadOrRefused() {
    Mutations mutations = new Mutations(20_261_125);
    int read = 0;
    int refused = 0;
    for (int i = 0; i < FILES; i++) {
      try (SafetensorsFile file = Bytes.open(mutations.of(GOOD.get(i % GOOD.size())))) {
        for (String name : file.names()) {
          assertThat(file.bytes(name).byteSize()).isEqualTo(file.info(name).length());
        }
        read++;
      } catch (BadInputException e) {
        assertThat(e.getMessage()).hasSizeLessThan(700).doesNotContain("\n").doesNotContain("\0");
        refused++;
      }
    }
    System.out.printf("safetensors fuzz: %d files, %d read, %d refused%n", FILES, read, refused);
    assertThat(read + refused).isEqualTo(FILES);
    assertThat(refused).isGreaterThan(FILES / 2);
  }
}
