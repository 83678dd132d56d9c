package tunebench.hub;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongConsumer;

/** The Hub, for writing. Throws as {@link Hub} does. */
public interface HubWriter {
  /**
   * Makes a repository where there is none; one that is there stays as it is.
   *
   * @param hidden whether only its owner may see it
   * @return whether it was made now
   */
  boolean create(Repo repo, boolean hidden) throws IOException, InterruptedException;

  /**
   * Puts files into a repository by one commit; large ones go to the Hub's store first.
   *
   * @param summary its first line, such as {@code Training in progress, step 100}
   * @param sent told how many bytes of large files have gone
   * @return the commit's hash, which is a revision
   */
  String commit(Repo repo, String summary, List<Piece> pieces, LongConsumer sent)
      throws IOException, InterruptedException;

  /**
   * A file to be.
   *
   * @param path in the repository
   * @param file where its content is
   */
  record Piece(String path, Path file) {}
}
