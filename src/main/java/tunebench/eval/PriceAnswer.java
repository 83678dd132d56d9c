package tunebench.eval;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a model said to one question.
 *
 * @param text the greedy continuation, special tokens left out
 * @param topTokens the likeliest first tokens that read as prices above 0, of the first three;
 *     empty where prices are not single tokens
 * @param dollars the whole distribution over whole-dollar answers, or null where it was not asked
 *     for
 * @param scoredAsSequences whether {@code dollars} multiplies the probabilities of several tokens
 *     for each price, because the tokenizer has no single token for it
 */
public record PriceAnswer(
    String text,
    List<PricePoint> topTokens,
    @Nullable WholeDollars dollars,
    boolean scoredAsSequences) {}
