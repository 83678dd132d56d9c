package tunebench.hub;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * The Hub, for reading. Every method asks the network, and throws a {@link
 * tunebench.BadInputException} that says what to do where the person can put right what was refused
 * (a wrong name, a gate, a token), and a {@link tunebench.RemoteException} where the Hub could not
 * be reached or did not answer as it should.
 */
public interface Hub {
  /** Repositories that fit, in the order asked for. */
  List<RepoInfo> search(RepoType type, HubQuery query) throws IOException, InterruptedException;

  /** One repository; its commit is what the revision names now. */
  RepoInfo info(Repo repo) throws IOException, InterruptedException;

  /** All files at a revision. */
  List<HubFile> files(Repo repo) throws IOException, InterruptedException;

  /**
   * A file's content from a byte on.
   *
   * @param from first byte that is wanted
   */
  Content open(Repo repo, HubFile file, long from) throws IOException, InterruptedException;

  /** Whose token is used; empty if there is none. */
  Optional<Account> account() throws IOException, InterruptedException;

  /** The address of a repository's page. */
  String page(Repo repo);

  /**
   * Some content on its way.
   *
   * @param from the byte that it begins with, which may be earlier than asked for
   */
  record Content(InputStream stream, long from) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      stream.close();
    }
  }
}
