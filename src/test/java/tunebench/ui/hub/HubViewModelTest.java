package tunebench.ui.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import tunebench.protocol.HubReply.HubModel;
import tunebench.protocol.HubRequest;
import tunebench.protocol.JobRequest;
import tunebench.protocol.JobState;
import tunebench.protocol.Outcome;
import tunebench.ui.fake.Desks;
import tunebench.ui.fake.FakeService;
import tunebench.ui.work.Phase;

class HubViewModelTest {
  private final FakeService fake = FakeService.used();
  private final HubViewModel model = new HubViewModel(Desks.at(fake).desk());

  private void choose(String id) {
    HubModel found =
        model.found().stream().filter(m -> m.id().equals(id)).findFirst().orElseThrow();
    model.chosenProperty().set(found);
  }

  @Test
  void nothingIsAskedBeforeTheSearch() {
    assertThat(fake.asked(HubRequest.class)).isEmpty();
    assertThat(model.screen().phase()).isEqualTo(Phase.EMPTY);
  }

  @Test
  void onlyModelsThatFitAreShownUnlessAskedFor() {
    model.search();
    assertThat(model.found()).hasSize(4);
    assertThat(model.judgedProperty().get()).isEqualTo("4 found, judged by gpu 0 with 16.0 GB");
    model.fitsProperty().set(false);
    model.familyProperty().set("qwen2");
    model.search();
    assertThat(model.found())
        .extracting(HubModel::id)
        .containsExactly("Qwen/Qwen2.5-0.5B", "Qwen/Qwen2.5-72B");
    model.textProperty().set("nothing like it");
    model.search();
    assertThat(model.judgedProperty().get()).startsWith("Nothing was found");
  }

  @Test
  void downloadIsWatchedToItsEndAndTheModelOpened() {
    model.search();
    choose("Qwen/Qwen3-4B-Base");
    assertThat(Objects.requireNonNull(model.detailProperty().get()).obstacle()).isEmpty();
    assertThat(model.hereProperty().get()).isEmpty();
    model.download();
    String job = fake.lastJob().id();
    fake.move(job, JobState.RUNNING, 2, 8, "");
    assertThat(Objects.requireNonNull(model.jobProperty().get()).done()).isEqualTo(2);
    model.pause();
    assertThat(fake.asked(JobRequest.Pause.class)).hasSize(1);
    fake.yields(job, new Outcome.Downloaded("Qwen/Qwen3-4B-Base", "/hub/q3", 8));
    fake.move(job, JobState.DONE, 8, 8, "");
    assertThat(model.hereProperty().get()).isEqualTo("/hub/q3");
  }

  @Test
  void failedDownloadSaysWhy() {
    model.search();
    choose("Qwen/Qwen3-4B-Base");
    model.download();
    fake.move(fake.lastJob().id(), JobState.FAILED, 0, 0, "The disk is full.");
    assertThat(model.problemProperty().get()).isEqualTo("The disk is full.");
  }

  @Test
  void gateIsAnObstacle() {
    model.search();
    choose("meta-llama/Llama-3.2-1B");
    assertThat(Objects.requireNonNull(model.detailProperty().get()).obstacle())
        .contains("is gated", "https://huggingface.co/meta-llama/Llama-3.2-1B");
  }

  @Test
  void loginIsToldByName() {
    model.search();
    assertThat(model.account().knownProperty().get()).isFalse();
    model.account().login("hf_x");
    assertThat(model.account().sentenceProperty().get())
        .isEqualTo("You are ada, by the token in the system's key store, which may write.");
    assertThat(model.account().knownProperty().get()).isTrue();
  }
}
