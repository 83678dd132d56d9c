package tunebench.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.logging.StreamHandler;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokensTest {
  private static final String SECRET = "hf_quiteSecret123";

  @TempDir private Path home = Path.of("");

  private HubSettings settings(String variable) {
    return HubSettings.of(
        Map.of("HF_HOME", home.toString(), "HF_TOKEN", variable), Path.of("/nobody"));
  }

  /** A key store in memory. */
  private static final class Memory implements Secrets {
    private final Map<String, String> held = new HashMap<>();

    @Override
    public String place() {
      return "memory";
    }

    @Override
    public Optional<String> get(String name) {
      return Optional.ofNullable(held.get(name));
    }

    @Override
    public void put(String name, String secret) {
      held.put(name, secret);
    }

    @Override
    public void remove(String name) {
      held.remove(name);
    }
  }

  @Test
  void fileIsTheOwnersAlone() throws Exception {
    Tokens tokens = new Tokens(settings(""), Optional.empty());
    assertThat(tokens.get()).isEmpty();
    assertThat(tokens.keep(SECRET)).isEqualTo(home.resolve("token").toString());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("token"))))
        .isEqualTo("rw-------");
    assertThat(home.resolve("token")).hasContent(SECRET);
    assertThat(tokens.get()).map(Token::secret).contains(SECRET);
    tokens.forget();
    assertThat(tokens.get()).isEmpty();
  }

  @Test
  void keyStoreComesBeforeTheFileAndTheVariableBeforeBoth() {
    Memory store = new Memory();
    SecretFile.write(home.resolve("token"), "hf_ofPython");
    Tokens tokens = new Tokens(settings(""), Optional.of(store));
    assertThat(tokens.get()).map(Token::secret).contains("hf_ofPython");
    assertThat(tokens.keep(SECRET)).isEqualTo("memory");
    assertThat(tokens.get()).map(Token::source).contains("memory");
    assertThat(home.resolve("token")).hasContent("hf_ofPython");
    assertThat(new Tokens(settings("hf_var"), Optional.of(store)).get())
        .map(Token::secret)
        .contains("hf_var");
  }

  @Test
  void logsDoNotHoldIt() {
    Logger root = Logger.getLogger("");
    Level before = root.getLevel();
    var written = new ByteArrayOutputStream();
    Handler handler = new StreamHandler(written, new SimpleFormatter());
    handler.setLevel(Level.ALL);
    root.addHandler(handler);
    root.setLevel(Level.ALL);
    String said = "";
    try (FakeHub server = new FakeHub()) {
      server.token = "another";
      HubSettings settings = server.settings(home, SECRET);
      Tokens tokens = new Tokens(settings, Optional.empty());
      Hub hub = new HttpHub(settings, tokens, time -> {}, Duration.ofSeconds(5));
      Throwable refused =
          Assertions.catchThrowable(() -> hub.info(Repo.of(RepoType.MODEL, "acme/tiny")));
      var trace = new StringWriter();
      refused.printStackTrace(new PrintWriter(trace));
      said = trace + " " + settings + " " + tokens.get() + " " + hub;
      assertThat(server.asked).isNotEmpty();
    } finally {
      root.removeHandler(handler);
      root.setLevel(before);
      handler.flush();
    }
    assertThat(written.toString(StandardCharsets.UTF_8)).isNotEmpty();
    assertThat(said + written.toString(StandardCharsets.UTF_8)).doesNotContain(SECRET);
  }

  @Test
  void keysOfTrackersAreKeptTheSameWay() throws Exception {
    KeptKeys files = new KeptKeys(Optional.empty(), home.resolve("keys"));
    assertThat(files.get("wandb")).isEmpty();
    assertThat(files.keep("wandb", SECRET)).endsWith("keys/wandb");
    assertThat(files.get("wandb")).isEqualTo(SECRET);
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(home.resolve("keys/wandb"))))
        .isEqualTo("rw-------");
    Memory store = new Memory();
    KeptKeys both = new KeptKeys(Optional.of(store), home.resolve("keys"));
    assertThat(both.get("wandb")).isEqualTo(SECRET);
    assertThat(both.keep("wandb", "other")).isEqualTo("memory");
    assertThat(both.get("wandb")).isEqualTo("other");
    assertThat(home.resolve("keys/wandb")).doesNotExist();
    assertThat(both.keep("wandb", "")).isEmpty();
    assertThat(both.get("wandb")).isEmpty();
    assertThatThrownBy(() -> both.keep("../x", "k")).hasMessageContaining("one word");
  }

  @Test
  void complaintsHideIt() {
    assertThatThrownBy(() -> SecretFile.write(Path.of("/proc/none/" + "x"), SECRET))
        .hasMessageNotContaining(SECRET);
  }
}
