package tunebench.track;

import java.io.IOException;
import java.util.List;

/** One tracker. Called by one thread of its own, so it may take its time. */
public interface Sink extends AutoCloseable {
  /** A name for people and for the file that says how far it has come; letters and hyphens. */
  String name();

  /** What an earlier process sent: to be counted, not to be sent again. */
  void passed(TrackRecord sent);

  /**
   * Sends records in order.
   *
   * @throws IOException if they did not arrive; the same will come again
   * @throws tunebench.BadInputException if it is no use to try again before a person did something
   */
  void send(List<TrackRecord> records) throws IOException, InterruptedException;

  @Override
  default void close() throws IOException {}
}
