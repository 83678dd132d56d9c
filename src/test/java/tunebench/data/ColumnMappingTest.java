package tunebench.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ColumnMappingTest {
  @Test
  void plainNamesAreFound() {
    ColumnMapping mapping =
        ColumnMapping.guess(
            List.of("title", "description", "category", "brand", "details", "price"));
    for (Field field : Field.values()) {
      assertThat(mapping.of(field)).hasSize(1);
    }
  }

  @Test
  void caseBlanksAndUnderscoresDoNotMatter() {
    ColumnMapping mapping = ColumnMapping.guess(List.of("Product_Name", "SELLING PRICE"));
    assertThat(mapping.of(Field.TITLE)).containsExactly("Product_Name");
    assertThat(mapping.of(Field.PRICE)).containsExactly("SELLING PRICE");
  }

  @Test
  void theLikeliestOfSeveralPricesWins() {
    assertThat(ColumnMapping.guess(List.of("List Price", "Selling Price")).of(Field.PRICE))
        .containsExactly("Selling Price");
  }

  @Test
  void aDescriptionMayBeSpreadOverColumns() {
    assertThat(ColumnMapping.guess(List.of("features", "description")).of(Field.DESCRIPTION))
        .containsExactly("description", "features");
  }

  @Test
  void aChosenColumnIsNotGuessedForAnotherField() {
    ColumnMapping chosen = ColumnMapping.none().with(Field.DESCRIPTION, "title");
    ColumnMapping mapping = chosen.or(ColumnMapping.guess(List.of("title", "price")));
    assertThat(mapping.of(Field.DESCRIPTION)).containsExactly("title");
    assertThat(mapping.of(Field.TITLE)).isEmpty();
    assertThat(mapping.of(Field.PRICE)).containsExactly("price");
  }

  @Test
  void noColumnAtAllUnmapsAField() {
    ColumnMapping chosen = ColumnMapping.none().with(Field.DETAILS);
    assertThat(chosen.or(ColumnMapping.guess(List.of("details"))).of(Field.DETAILS)).isEmpty();
  }
}
