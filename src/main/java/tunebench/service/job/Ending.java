package tunebench.service.job;

import tunebench.protocol.Outcome;

/** How a piece of work came to its end. */
public sealed interface Ending {
  /** All is done. */
  record Done(Outcome outcome) implements Ending {}

  /** It let go of the device because {@link Wish#PAUSE} was wanted. */
  record Paused() implements Ending {}

  /** It ended early because {@link Wish#CANCEL} was wanted. */
  record Cancelled() implements Ending {}

  /** It could not go on; what it saved stays. */
  record Failed(String reason) implements Ending {}
}
