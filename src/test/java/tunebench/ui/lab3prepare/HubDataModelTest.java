package tunebench.ui.lab3prepare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tunebench.protocol.JobRequest;
import tunebench.protocol.JobState;
import tunebench.protocol.Task;
import tunebench.ui.fake.Desks;
import tunebench.ui.fake.FakeService;

class HubDataModelTest {
  private final FakeService fake = FakeService.used();
  private final List<String> opened = new ArrayList<>();
  private final HubDataModel model = new HubDataModel(Desks.at(fake).desk(), opened::add);

  @Test
  void aDatasetIsFetchedByNameAndRevisionAndThenRead() {
    model.nameProperty().set("ed/prices@v2");
    model.partProperty().set("train");
    model.fetch();
    assertThat(fake.asked(JobRequest.Submit.class).getLast().task())
        .isEqualTo(new Task.Download("ed/prices@v2", true));
    assertThat(opened).isEmpty();
    fake.move(fake.lastJob().id(), JobState.RUNNING, 1_000_000, 4_000_000, "");
    assertThat(model.stateProperty().get()).isEqualTo("1.00 MB of 4.00 MB");
    fake.move(fake.lastJob().id(), JobState.DONE, 4_000_000, 4_000_000, "");
    assertThat(opened).containsExactly("ed/prices@v2:train");
  }

  @Test
  void aNameThatIsNoneIsToldBeforeTheNetworkIsAsked() {
    model.nameProperty().set("prices");
    model.fetch();
    assertThat(model.problemProperty().get()).contains("org/name", "\"prices\" does not");
    assertThat(fake.asked(JobRequest.Submit.class)).isEmpty();
  }

  @Test
  void aDownloadThatFailsSaysWhy() {
    model.nameProperty().set("ed/prices");
    model.fetch();
    fake.move(fake.lastJob().id(), JobState.FAILED, 0, 0, "There is no dataset ed/prices.");
    assertThat(model.problemProperty().get()).isEqualTo("There is no dataset ed/prices.");
    assertThat(opened).isEmpty();
  }
}
