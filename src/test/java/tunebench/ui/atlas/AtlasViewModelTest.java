package tunebench.ui.atlas;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tunebench.protocol.TrustReply.AtlasRow;
import tunebench.protocol.TrustReply.AtlasSlice;
import tunebench.protocol.TrustRequest;
import tunebench.ui.fake.Desks;
import tunebench.ui.fake.FakeService;
import tunebench.ui.work.Phase;

class AtlasViewModelTest {
  private static final List<String> RUNS = List.of("eval-base", "eval-tuned");

  private final FakeService fake = FakeService.used();
  private final ObjectProperty<Set<Integer>> chosen = new SimpleObjectProperty<>(Set.of());
  private final AtlasViewModel model = new AtlasViewModel(Desks.at(fake).desk(), chosen);

  @Test
  void theQuadrantsHoldEveryProductOnce() {
    model.show(RUNS);
    int all = 0;
    for (String quadrant : List.of("FIXED", "BROKEN", "BOTH_RIGHT", "BOTH_WRONG")) {
      all += model.count(quadrant);
    }
    assertThat(all).isEqualTo(250);
    assertThat(model.pairProperty().get()).containsExactly("untrained", "tuned, best");
    assertThat(model.listedProperty().get()).hasSize(250);
  }

  @Test
  void aQuadrantListsExactlyItsProducts() {
    model.show(RUNS);
    model.choose("FIXED");
    assertThat(model.count("FIXED")).isBetween(1, 249);
    assertThat(model.listedProperty().get())
        .hasSize(model.count("FIXED"))
        .allMatch(row -> row.quadrant().equals("FIXED"));
    assertThat(chosen.get())
        .containsExactlyInAnyOrderElementsOf(
            model.listedProperty().get().stream().map(AtlasRow::line).toList());
    model.all();
    assertThat(model.listedProperty().get()).hasSize(250);
  }

  @Test
  void aSliceListsExactlyItsProducts() {
    model.show(RUNS);
    model.kindProperty().set(AtlasViewModel.Kind.CATEGORY);
    AtlasSlice slice = model.slices().get(1);
    model.choose(slice);
    assertThat(model.listedProperty().get())
        .hasSize(slice.n())
        .allMatch(row -> row.category().equals(slice.name()));
  }

  @Test
  void whatIsBrushedElsewhereIsListedHere() {
    model.show(RUNS);
    chosen.set(Set.of(101, 105));
    assertThat(model.listedProperty().get()).extracting(AtlasRow::line).containsExactly(101, 105);
  }

  @Test
  void rowsGoToCsvAndBack(@TempDir Path folder) throws IOException {
    model.show(RUNS);
    chosen.set(Set.of(101, 105));
    Path file = folder.resolve("rows.csv");
    model.write(file);
    assertThat(fake.asked(TrustRequest.WriteRows.class).getLast())
        .isEqualTo(new TrustRequest.WriteRows(RUNS, List.of(101, 105)));
    assertThat(Files.readString(file)).startsWith("row,title,truth");
    model.read(file);
    assertThat(chosen.get()).containsExactlyInAnyOrder(101, 103);
    assertThat(model.doneProperty().get()).startsWith("2 products");
    model.read(folder.resolve("none.csv"));
    assertThat(model.problemProperty().get()).contains("none.csv cannot be read");
    model.write(folder.resolve("gone/rows.csv"));
    assertThat(model.problemProperty().get())
        .contains("rows.csv cannot be written (there is no such folder)");
  }

  @Test
  void oneRunIsNoAtlas() {
    model.show(RUNS);
    model.show(List.of("eval-base"));
    assertThat(model.screen().phase()).isEqualTo(Phase.EMPTY);
    assertThat(model.atlasProperty().get()).isNull();
    fake.problem(TrustRequest.Atlas.class, "They share no products.");
    model.show(RUNS);
    assertThat(model.screen().phase()).isEqualTo(Phase.FAILED);
    assertThat(model.screen().sentence()).isEqualTo("They share no products.");
    fake.problem(TrustRequest.Atlas.class, null);
    Objects.requireNonNull(model.screen().actionProperty().get()).run();
    assertThat(model.screen().phase()).isEqualTo(Phase.READY);
  }
}
