package tunebench.token;

import static org.assertj.core.api.Assertions.assertThat;
import static tunebench.token.ShippedTokenizer.SHOP;
import static tunebench.token.ShippedTokenizer.upTo;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tunebench.data.Product;

class TokenLengthsTest {
  private static final List<Product> ROWS = SHOP.subList(0, 300);
  private static final TokenLengths LENGTHS = TokenLengths.of(upTo(182), ROWS);

  @Test
  void everyMaximumIsCountedAsTheBuilderWouldHaveIt() {
    for (int max : new int[] {10, 17, 18, 19, 20, 45, 60, 75, 182}) {
      ExampleBuilder builder = upTo(max);
      int fit = 0;
      int cut = 0;
      int unanswerable = 0;
      List<Integer> over = new ArrayList<>();
      for (Product product : ROWS) {
        TokenizedExample example = builder.example(product);
        fit += example != null && !example.shortened() ? 1 : 0;
        cut += example != null && example.shortened() ? 1 : 0;
        unanswerable += example == null ? 1 : 0;
        if (example == null || example.shortened()) {
          over.add(product.line());
        }
      }
      assertThat(LENGTHS.count(max)).isEqualTo(new TokenLengths.Count(max, fit, cut, unanswerable));
      assertThat(LENGTHS.over(max)).isEqualTo(over);
    }
  }

  @Test
  void theHistogramHoldsEveryRow() {
    assertThat(LENGTHS.histogram(8).values().stream().mapToInt(Integer::intValue).sum())
        .isEqualTo(300);
    assertThat(LENGTHS.histogram(8).keySet()).allMatch(low -> low % 8 == 0);
    assertThat(LENGTHS.count(LENGTHS.longest()).fit()).isEqualTo(300);
    assertThat(LENGTHS.count(LENGTHS.longest() - 1).fit()).isLessThan(300);
    assertThat(LENGTHS.mean()).isBetween(20.0, (double) LENGTHS.longest());
  }

  @Test
  void twentyThousandRowsAreCountedAgainAtOnce() {
    List<Product> many = new ArrayList<>();
    for (int line = 2; line < 20_002; line++) {
      many.add(ShippedTokenizer.product(line, "Lamp " + line % 97, "", 1 + line % 900));
    }
    TokenLengths lengths = TokenLengths.of(upTo(182), many);
    long start = System.nanoTime();
    for (int max = 0; max < 100; max++) {
      TokenLengths.Count count = lengths.count(max);
      assertThat(count.fit() + count.cut() + count.unanswerable()).isEqualTo(20_000);
    }
    double millis = (System.nanoTime() - start) / 1e6 / 100;
    System.out.printf("20,000 rows counted again in %.2f ms%n", millis);
    assertThat(millis).isLessThan(1_000);
  }
}
