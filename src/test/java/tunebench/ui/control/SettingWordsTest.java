package tunebench.ui.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SettingWordsTest {
  @Test
  void valuesAreSaidInTheWordsOfTheirForms() {
    assertThat(SettingWords.value("model.quantization", "nf4-double")).isEqualTo("NF4 double");
    assertThat(SettingWords.value("decoder.kind", "top-k")).isEqualTo("Top three weighted");
    assertThat(SettingWords.value("data.template", "V2")).isEqualTo("Course 2");
    assertThat(SettingWords.value("adapter.targets", "q_proj,v_proj")).isEqualTo("q, v");
    assertThat(SettingWords.value("checkpoint", "best")).isEqualTo("Best");
    assertThat(SettingWords.value("training.learningRate", "1.0E-4")).isEqualTo("1e-4");
  }
}
