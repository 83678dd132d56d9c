package tunebench.train;

/** Told what happens in a run, on the thread that trains. */
@FunctionalInterface
public interface TrainListener {
  /** An update has been made. Throwing ends the run. */
  void stepped(StepRecord step);
}
