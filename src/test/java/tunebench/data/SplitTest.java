package tunebench.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tunebench.BadInputException;

class SplitTest {
  private static final List<Product> PRODUCTS =
      IntStream.range(0, 1000)
          .mapToObj(i -> new Product(i + 2, "product " + i, "", "", "", "", 1 + i % 900))
          .toList();

  @Test
  void thePartsAreDisjointAndHaveTheSizesAskedFor() {
    Split split = Split.byCounts(PRODUCTS, 700, 100, 150, 42);
    assertThat(split.train()).hasSize(700);
    assertThat(split.validation()).hasSize(100);
    assertThat(split.test()).hasSize(150);
    List<Product> all = new ArrayList<>(split.train());
    all.addAll(split.validation());
    all.addAll(split.test());
    assertThat(all).doesNotHaveDuplicates();
    assertThat(PRODUCTS).containsAll(all);
  }

  @Test
  void theSameSeedDealsTheSamePartsAndAnotherSeedOthers() {
    Split split = Split.byFractions(PRODUCTS, 0.1, 0.2, 42);
    assertThat(Split.byFractions(PRODUCTS, 0.1, 0.2, 42)).isEqualTo(split);
    assertThat(Split.byFractions(PRODUCTS, 0.1, 0.2, 43)).isNotEqualTo(split);
  }

  @Test
  void theShuffleIsPinnedSoThatOldRunsCanBeRepeated() {
    assertThat(Split.byCounts(PRODUCTS, 5, 0, 0, 42).train())
        .extracting(Product::line)
        .containsExactly(574, 655, 638, 8, 894);
  }

  @Test
  void fractionsLeaveTheRestForTraining() {
    Split split = Split.byFractions(PRODUCTS, 0.1, 0.2, 1);
    assertThat(split.train()).hasSize(700);
    assertThat(split.validation()).hasSize(100);
    assertThat(split.test()).hasSize(200);
  }

  @Test
  void moreRowsThanThereAreIsBadInput() {
    assertThatThrownBy(() -> Split.byCounts(PRODUCTS, 900, 100, 1, 42))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("900 + 100 + 1")
        .hasMessageContaining("1000");
    assertThatThrownBy(() -> Split.byFractions(PRODUCTS, 0.5, 0.5, 42))
        .isInstanceOf(BadInputException.class);
    assertThatThrownBy(() -> Split.byFractions(PRODUCTS, Double.NaN, 0.5, 42))
        .isInstanceOf(BadInputException.class);
  }
}
