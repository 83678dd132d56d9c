package tunebench.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileTextTest {
  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
  void aByteOrderMarkTellsTheEncodingAndIsNoText(String encoding) {
    byte[] bytes = "\ufeffCafé €".getBytes(Charset.forName(encoding));
    assertThat(FileText.decode(bytes)).isEqualTo(new FileText("Café €", encoding));
  }

  @Test
  void bytesThatAreNotUtf8AreWindows1252OrElseLatin1() {
    byte[] windows = "Café €".getBytes(Charset.forName("windows-1252"));
    assertThat(FileText.decode(windows)).isEqualTo(new FileText("Café €", "windows-1252"));
    byte[] latin = "Caf\u00e9 \u0081".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(FileText.decode(latin)).isEqualTo(new FileText("Caf\u00e9 \u0081", "ISO-8859-1"));
  }

  @Test
  void noBytesAreNoText() {
    assertThat(FileText.decode(new byte[0]).text()).isEmpty();
  }
}
