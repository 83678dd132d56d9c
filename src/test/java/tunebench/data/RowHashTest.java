package tunebench.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RowHashTest {
  private static final Product LAMP =
      new Product(5, "Lamp", "Of glass.", "Home", "Lund", "", 19.99);

  @Test
  void everyFieldHasItsOwnDigits() throws Exception {
    String hash = RowHash.of(LAMP);
    assertThat(hash).hasSize(48);
    byte[] title =
        MessageDigest.getInstance("SHA-256").digest("Lamp".getBytes(StandardCharsets.UTF_8));
    assertThat(hash).startsWith(HexFormat.of().formatHex(title, 0, 4));
    String dearer = RowHash.of(new Product(5, "Lamp", "Of glass.", "Home", "Lund", "", 20));
    assertThat(dearer.substring(0, 40)).isEqualTo(hash.substring(0, 40));
    assertThat(dearer.substring(40)).isNotEqualTo(hash.substring(40));
  }

  @Test
  void theLineIsNoPartOfARow() {
    assertThat(RowHash.of(new Product(9, "Lamp", "Of glass.", "Home", "Lund", "", 19.99)))
        .isEqualTo(RowHash.of(LAMP));
  }

  @Test
  void textCannotSlipFromOneFieldOrRowIntoTheNext() {
    Set<String> hashes = new HashSet<>();
    hashes.add(RowHash.of(List.of(LAMP, LAMP)));
    hashes.add(RowHash.of(List.of(LAMP)));
    hashes.add(RowHash.of(List.of(new Product(5, "LampOf", " glass.", "Home", "Lund", "", 19.99))));
    hashes.add(RowHash.of(List.of(new Product(5, "Lamp", "Of glass.", "", "HomeLund", "", 19.99))));
    hashes.add(RowHash.of(List.of()));
    assertThat(hashes).hasSize(5);
  }
}
