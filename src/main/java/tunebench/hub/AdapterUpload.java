package tunebench.hub;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import tunebench.BadInputException;
import tunebench.RemoteException;

/**
 * Puts an adapter on the Hub as the course does: one repository per run, named {@code pricer-DATE},
 * closed to others, one commit per save.
 */
public record AdapterUpload(Hub hub, HubWriter writer) {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd_HH.mm.ss", Locale.ROOT);
  private static final List<String> NEEDED =
      List.of("adapter_config.json", "adapter_model.safetensors");

  /** The name of a run's repository, without its owner. */
  public static String name(LocalDateTime began) {
    return "pricer-" + DATE.format(began);
  }

  /** What the course writes over a save in the middle of a run. */
  public static String summary(int step) {
    return "Training in progress, step " + step;
  }

  /**
   * A repository's full name.
   *
   * @param wanted {@code org/name}, a name alone for the token's owner, or "" for a new one by date
   * @throws BadInputException if there is no token
   */
  public Repo repo(String wanted, LocalDateTime began) throws IOException, InterruptedException {
    if (wanted.contains("/")) {
      return Repo.of(RepoType.MODEL, wanted);
    }
    Account account =
        hub.account()
            .orElseThrow(
                () ->
                    new BadInputException(
                        "Uploading needs a token with write permission; run hub login first."));
    return Repo.of(
        RepoType.MODEL, account.name() + "/" + (wanted.isEmpty() ? name(began) : wanted));
  }

  /**
   * Commits an adapter's folder with a card and charts.
   *
   * @param extra folder with more files, such as {@code README.md} and {@code charts/loss.png}
   * @param sent told of bytes of large files
   * @return the commit
   */
  public String save(
      Repo repo, Path adapter, Path extra, String summary, boolean hidden, LongConsumer sent)
      throws IOException, InterruptedException {
    List<HubWriter.Piece> pieces = new ArrayList<>();
    for (String name : NEEDED) {
      if (!Files.isRegularFile(adapter.resolve(name))) {
        throw new BadInputException(
            "%s holds no %s; give an adapter's folder.".formatted(adapter, name));
      }
      pieces.add(new HubWriter.Piece(name, adapter.resolve(name)));
    }
    if (Files.isRegularFile(adapter.resolve("training.json"))) {
      pieces.add(new HubWriter.Piece("training.json", adapter.resolve("training.json")));
    }
    try (Stream<Path> files = Files.walk(extra)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String path = extra.relativize(file).toString().replace('\\', '/');
        pieces.add(new HubWriter.Piece(path, file));
      }
    }
    if (writer.create(repo, hidden) && hidden && !hub.info(repo).hidden()) {
      // Nothing of a person's may be seen by others because a server understood otherwise.
      throw new RemoteException(
          "The Hub made %s open to everybody although a closed one was asked for; nothing was"
                  .formatted(repo)
              + " uploaded. Close it on its settings page, then upload again.");
    }
    return writer.commit(repo, summary, pieces, sent);
  }
}
