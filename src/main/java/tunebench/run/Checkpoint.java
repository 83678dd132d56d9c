package tunebench.run;

import java.time.Instant;

/**
 * A saved state of a run.
 *
 * @param step updates made
 * @param folder holds the adapter in PEFT's form and the optimizer's state
 * @param mae on the validation part, NaN where it was not judged
 * @param best whether no other checkpoint of the run has a lower MAE
 */
public record Checkpoint(int step, String folder, Instant saved, double mae, boolean best) {}
