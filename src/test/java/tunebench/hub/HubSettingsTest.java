package tunebench.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tunebench.BadInputException;

class HubSettingsTest {
  private static final Path USER = Path.of("/home/ada");

  @Test
  void withoutVariablesAsPythonHasIt() {
    HubSettings settings = HubSettings.of(Map.of(), USER);
    assertThat(settings.endpoint()).hasToString("https://huggingface.co");
    assertThat(settings.cache()).isEqualTo(USER.resolve(".cache/huggingface/hub"));
    assertThat(settings.tokenFile()).isEqualTo(USER.resolve(".cache/huggingface/token"));
    assertThat(settings.offline()).isFalse();
  }

  @Test
  void variablesRule() {
    assertThat(HubSettings.of(Map.of("XDG_CACHE_HOME", "/c"), USER).cache())
        .isEqualTo(Path.of("/c/huggingface/hub"));
    assertThat(HubSettings.of(Map.of("HF_HOME", "~/hf"), USER).cache())
        .isEqualTo(USER.resolve("hf/hub"));
    HubSettings all =
        HubSettings.of(
            Map.of(
                "HF_HOME", "/hf",
                "HF_HUB_CACHE", "/big/cache",
                "HF_TOKEN_PATH", "/secret/token",
                "HF_TOKEN", " hf_abc\n",
                "HF_ENDPOINT", "http://mirror:8080/",
                "HF_HUB_OFFLINE", "True"),
            USER);
    assertThat(all.cache()).isEqualTo(Path.of("/big/cache"));
    assertThat(all.tokenFile()).isEqualTo(Path.of("/secret/token"));
    assertThat(all.token()).isEqualTo("hf_abc");
    assertThat(all.at("/x")).hasToString("http://mirror:8080/x");
    assertThat(all.offline()).isTrue();
    assertThat(all.toString()).doesNotContain("hf_abc");
  }

  @Test
  void wrongEndpointIsNamed() {
    assertThatThrownBy(() -> HubSettings.of(Map.of("HF_ENDPOINT", "mirror"), USER))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("HF_ENDPOINT is \"mirror\"");
  }
}
