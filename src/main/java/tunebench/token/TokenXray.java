package tunebench.token;

import java.util.ArrayList;
import java.util.List;
import tunebench.data.Product;
import tunebench.prompt.PriceTemplate;
import tunebench.token.ExampleBuilder.Fit;

/**
 * One row as the model will see it, token by token, before any run.
 *
 * @param line of the row in its file
 * @param maxTokens the most that a row may have
 * @param wholeTokens what this one would need, so that nothing is cut
 * @param tokens question, answer, and the end token where that is trained; where the row cannot be
 *     trained on, what it would have been without any text
 * @param cut the tokens of the product's text that were left out, in order; they stood behind the
 *     last word of the text that is still there
 * @param cutAt where that is, in characters of the template's text; -1 where nothing is cut
 * @param problem why the row cannot be trained on, or "" if it can
 */
public record TokenXray(
    int line,
    int maxTokens,
    int wholeTokens,
    List<Token> tokens,
    List<TokenPiece> cut,
    int cutAt,
    String problem) {

  public TokenXray {
    tokens = List.copyOf(tokens);
    cut = List.copyOf(cut);
  }

  /**
   * A token in its place.
   *
   * @param id number in the vocabulary
   * @param text as in {@link TokenPiece}
   * @param loss whether the model learns to say it; what carries none is only read
   */
  public record Token(int id, String text, boolean loss) {}

  /** Looks at a product as this builder would tokenize it. */
  public static TokenXray of(ExampleBuilder builder, Product product) {
    Fit fit = builder.fit(product);
    TextTokenizer tokenizer = builder.tokenizer();
    String whole = builder.template().text(product);
    boolean isCut = fit.cut().isShortened();
    List<TokenPiece> text = isCut ? tokenizer.plainPieces(whole) : List.of();
    List<TokenPiece> kept = text.subList(0, fit.cut().kept());
    return new TokenXray(
        product.line(),
        builder.maxTokens(),
        builder.needs(whole, product.price()),
        tokens(builder, product, fit),
        text.subList(kept.size(), text.size()),
        isCut ? kept.stream().mapToInt(piece -> piece.text().length()).sum() : -1,
        problem(builder, product, fit));
  }

  private static List<Token> tokens(ExampleBuilder builder, Product product, Fit fit) {
    TextTokenizer tokenizer = builder.tokenizer();
    String asked = builder.template().question(fit.cut().text());
    String row = asked + PriceTemplate.answer(product.price());
    List<TokenPiece> pieces = new ArrayList<>(TokenPieces.ofPrompt(tokenizer, row));
    if (builder.trainsOnEnd()) {
      pieces.add(new TokenPiece(tokenizer.end(), tokenizer.name(tokenizer.end())));
    }
    TokenizedExample example = fit.example();
    List<Token> tokens = new ArrayList<>();
    for (int i = 0; i < pieces.size(); i++) {
      boolean loss = example != null && i >= example.firstLabel();
      tokens.add(new Token(pieces.get(i).id(), pieces.get(i).text(), loss));
    }
    return tokens;
  }

  private static String problem(ExampleBuilder builder, Product product, Fit fit) {
    return fit.example() != null ? "" : RowRisks.noAnswer(builder, product);
  }
}
