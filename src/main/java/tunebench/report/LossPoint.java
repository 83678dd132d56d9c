package tunebench.report;

/**
 * One point of the training curve.
 *
 * @param step optimizer steps done, counted from 1
 * @param loss mean loss over the answer's tokens, in nats; may be NaN in a run that diverged
 * @param priceTokenLoss the same over the token that carries the price alone; NaN when not kept.
 *     The other answer tokens are always the same, so that they flatter {@code loss}
 * @param learningRate the rate that this step used
 * @param gradNorm the gradients' norm before clipping; NaN when not kept
 */
public record LossPoint(
    long step, double loss, double priceTokenLoss, double learningRate, double gradNorm) {}
