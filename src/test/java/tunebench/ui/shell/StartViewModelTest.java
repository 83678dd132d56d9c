package tunebench.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tunebench.protocol.DataRequest;
import tunebench.ui.fake.Desks;
import tunebench.ui.fake.FakeModels;
import tunebench.ui.fake.FakeService;
import tunebench.ui.work.Place;

class StartViewModelTest {
  @Test
  void theFirstClickOpensTheShippedModelAndImportsItsProducts() {
    FakeService fake = FakeService.fresh();
    Desks desks = Desks.at(fake);
    new StartViewModel(desks.desk()).begin();
    assertThat(desks.visited()).containsExactly(Place.QUANTIZE);
    assertThat(desks.desk().workspace().modelProperty().get()).isEqualTo(FakeModels.BASE);
    assertThat(desks.desk().workspace().datasetProperty().get()).isNotNull();
  }

  @Test
  void productsThatWereImportedBeforeAreNotImportedAgain() {
    FakeService fake = FakeService.used();
    Desks desks = Desks.at(fake);
    new StartViewModel(desks.desk()).prepareSample();
    assertThat(fake.asked(DataRequest.Import.class)).isEmpty();
    assertThat(desks.visited()).containsExactly(Place.PREPARE);
  }

  @Test
  void interruptedRunsAreSpokenOf() {
    assertThat(new StartViewModel(Desks.at(FakeService.used()).desk()).resumableProperty().get())
        .contains("can go on");
    assertThat(new StartViewModel(Desks.at(FakeService.fresh()).desk()).resumableProperty().get())
        .isEmpty();
  }

  @Test
  void theWindowRemembersAndSurvivesABrokenFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("deep").resolve("window.properties");
    new FileMemory(file).put("width", "1500");
    assertThat(new FileMemory(file).get("width", "1280")).isEqualTo("1500");
    Files.writeString(file, "width=\\u00zz");
    assertThat(new FileMemory(file).get("width", "1280")).isEqualTo("1280");
  }
}
