package tunebench.ui.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tunebench.BadInputException;

class WorkTest {
  private final List<String> heard = new ArrayList<>();

  @Test
  void badInputComesBackAsItsOwnSentence() {
    var _ =
        Work.here()
            .call(
                () -> {
                  throw new BadInputException("Row 7 has no price.");
                })
            .then(value -> heard.add("value"))
            .otherwise(heard::add)
            .start();
    assertThat(heard).containsExactly("Row 7 has no price.");
  }

  @Test
  void anythingElseIsSaidToBeTheWindowsOwnFault() {
    var _ =
        Work.here()
            .call(
                () -> {
                  throw new IllegalStateException("broken");
                })
            .otherwise(heard::add)
            .start();
    assertThat(heard).singleElement().asString().contains("The window itself failed", "broken");
  }

  @Test
  void onlyTheNewestAnswerComesBack() {
    var newest = new Newest();
    List<Runnable> late = new ArrayList<>();
    var work = Work.with(Runnable::run, late::add);
    newest.start(work.call(() -> "old").then(heard::add));
    newest.start(work.call(() -> "new").then(heard::add));
    late.forEach(Runnable::run);
    assertThat(heard).containsExactly("new");
  }
}
