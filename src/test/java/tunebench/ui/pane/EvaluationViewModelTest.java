package tunebench.ui.pane;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import tunebench.protocol.Event;
import tunebench.protocol.RunRequest;
import tunebench.run.EvaluationRow;
import tunebench.ui.control.Mark;
import tunebench.ui.fake.Desks;
import tunebench.ui.fake.FakeRows;
import tunebench.ui.fake.FakeService;
import tunebench.ui.work.Phase;
import tunebench.ui.work.Work;

class EvaluationViewModelTest {
  private final FakeService fake = FakeService.used();
  private final EvaluationViewModel model = new EvaluationViewModel(Desks.at(fake).desk());

  @Test
  void listsTheWorstRowFirst() {
    model.show("eval-tuned");
    assertThat(model.listed())
        .hasSize(250)
        .isSortedAccordingTo(Comparator.comparingDouble(EvaluationRow::error).reversed());
  }

  @Test
  void listsOneBandAlone() {
    model.show("eval-tuned");
    model.onlyProperty().set(Mark.UNREAD);
    assertThat(model.listed()).isNotEmpty().allMatch(row -> !row.parsed());
    model.onlyProperty().set(null);
    assertThat(model.listed()).hasSize(250);
  }

  @Test
  void brushedRowsAreListedAndNoOthers() {
    model.show("eval-tuned");
    model.choose(Set.of(3, 14, 15));
    assertThat(model.listed())
        .extracting(EvaluationRow::index)
        .containsExactlyInAnyOrder(3, 14, 15);
  }

  @Test
  void rowsArePutInAsTheyCome() {
    model.show("train-1");
    fake.tell(new Event.RowPriced("train-1", FakeRows.row(0, true)));
    fake.tell(new Event.RowPriced("eval-base", FakeRows.row(1, true)));
    assertThat(model.listed()).extracting(EvaluationRow::index).containsExactly(0);
    assertThat(model.screen().phase()).isEqualTo(Phase.READY);
  }

  @Test
  void anotherRunsGuessesStandBesideTheSameProducts() {
    model.show("eval-tuned");
    model.beside("eval-base");
    EvaluationRow row = model.listed().getFirst();
    assertThat(model.other(row)).isEqualTo(FakeRows.row(row.index(), false));
    assertThat(model.verdictProperty().get()).contains("121 fixed", "14 broken");
    assertThat(fake.asked(RunRequest.Compare.class).getLast().runs())
        .containsExactly("eval-base", "eval-tuned");
  }

  @Test
  void whatWasAskedBesideAnotherRunComesTooLate() {
    List<Runnable> late = new ArrayList<>();
    var waiting =
        new EvaluationViewModel(Desks.at(fake, Work.with(Runnable::run, late::add)).desk());
    waiting.show("eval-tuned");
    waiting.beside("eval-base");
    waiting.show("eval-base");
    while (!late.isEmpty()) {
      late.removeFirst().run();
    }
    assertThat(waiting.listed()).hasSize(250);
    assertThat(waiting.verdictProperty().get()).isEmpty();
    assertThat(waiting.other(waiting.listed().getFirst())).isNull();
  }

  @Test
  void aRunThatIsNoBetterThanTheMedianPriceIsFlagged() {
    model.show("eval-base");
    double mae = Objects.requireNonNull(model.scoresProperty().get()).mae();
    boolean worse = mae >= 118.3;
    assertThat(model.yardsticksProperty().get().flag().isEmpty()).isEqualTo(!worse);
    model.show("eval-tuned");
    assertThat(model.yardsticksProperty().get().flag()).isEmpty();
  }
}
