package tunebench.run;

/**
 * What an evaluation does.
 *
 * @param name for people; may be ""
 * @param adapter id of a training run or folder of an adapter; "" for the model alone
 * @param checkpoint {@code best} or {@code last}, where the adapter is a run's
 * @param part {@code train}, {@code validation} or {@code test}
 * @param limit most products; 0 for the whole part
 * @param batch products at once
 * @param maxTokens longest question, the answer's room included
 * @param baselines whether the mean, the median and ridge regression are scored beside the model
 */
public record EvaluateSpec(
    String name,
    ModelChoice model,
    String adapter,
    String checkpoint,
    DataChoice data,
    String part,
    int limit,
    DecoderChoice decoder,
    int batch,
    int maxTokens,
    boolean baselines) {}
