package tunebench.hub;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tunebench.RemoteException;

/** The Hub over HTTP, by the interface that its documentation describes. */
public final class HttpHub implements Hub {
  private static final Pattern NEXT = Pattern.compile("<([^>]+)>;\\s*rel=\"next\"");

  /** What names content; a redirect's own tag is something else. */
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");

  /** Pages of a listing that are read before a search gives up. */
  private static final int PAGES = 8;

  private static final int PAGE = 100;

  private final HubHttp http;
  private final Supplier<Optional<Token>> token;

  /** With the usual patience. */
  public HttpHub(HubSettings settings, Supplier<Optional<Token>> token) {
    this(settings, token, Thread::sleep, Duration.ofSeconds(30));
  }

  /**
   * Sets up.
   *
   * @param pause how to wait between tries
   * @param stall longest time without a byte
   */
  public HttpHub(
      HubSettings settings, Supplier<Optional<Token>> token, Pause pause, Duration stall) {
    this.http = new HubHttp(settings, token, pause, stall);
    this.token = token;
  }

  HubHttp http() {
    return http;
  }

  @Override
  public List<RepoInfo> search(RepoType type, HubQuery query)
      throws IOException, InterruptedException {
    StringBuilder path = new StringBuilder("/api/" + type.plural() + "?limit=" + PAGE);
    path.append("&sort=").append(part(query.sort())).append("&direction=-1");
    if (!query.text().isBlank()) {
      path.append("&search=").append(part(query.text().strip()));
    }
    if (!query.tag().isEmpty()) {
      path.append("&filter=").append(part(query.tag()));
    }
    if (type == RepoType.MODEL) {
      path.append("&filter=safetensors&pipeline_tag=text-generation");
      for (String field : List.of("config", "safetensors")) {
        path.append("&expand%5B%5D=").append(field);
      }
    }
    for (String field : List.of("gated", "downloads", "likes", "tags", "lastModified", "private")) {
      path.append("&expand%5B%5D=").append(field);
    }
    List<RepoInfo> found = new ArrayList<>();
    Optional<URI> next = Optional.of(http.settings().at(path.toString()));
    for (int page = 0; page < PAGES && next.isPresent() && found.size() < query.limit(); page++) {
      next =
          page(
              next.get(),
              "the list of " + type.plural(),
              entry -> {
                RepoInfo info = RepoInfo.of(entry);
                if (query.takes(info) && found.size() < query.limit()) {
                  found.add(info);
                }
              });
    }
    return List.copyOf(found);
  }

  /** What to do with an entry of a listing. */
  private interface Entry {
    void take(JsonNode entry) throws RemoteException;
  }

  /** Reads one page of a listing and says where the next is. */
  private Optional<URI> page(URI address, String about, Entry each)
      throws IOException, InterruptedException {
    HubCall call = HubCall.get(address, about);
    try (HubHttp.Answer answer = http.send(call)) {
      JsonNode list = HubHttp.parse(call, answer);
      if (!list.isArray()) {
        throw new RemoteException(
            "%s answered about %s with something that is no list."
                .formatted(address.getHost(), about));
      }
      for (JsonNode entry : list) {
        each.take(entry);
      }
      Matcher link = NEXT.matcher(answer.header("Link").orElse(""));
      return link.find() ? Optional.of(address.resolve(link.group(1))) : Optional.empty();
    }
  }

  @Override
  public RepoInfo info(Repo repo) throws IOException, InterruptedException {
    JsonNode json =
        http.json(
            HubCall.get(
                http.settings().at(repo.api() + "/revision/" + repo.revisionPart()),
                repo.toString()));
    RepoInfo info = RepoInfo.of(json);
    if (!Repo.isCommit(info.commit())) {
      throw new RemoteException(
          "The Hub does not say which commit %s is; check HF_ENDPOINT.".formatted(repo));
    }
    return info;
  }

  @Override
  public List<HubFile> files(Repo repo) throws IOException, InterruptedException {
    List<HubFile> files = new ArrayList<>();
    Optional<URI> next =
        Optional.of(
            http.settings()
                .at(repo.api() + "/tree/" + repo.revisionPart() + "?recursive=true&expand=false"));
    while (next.isPresent()) {
      next =
          page(
              next.get(),
              repo.toString(),
              entry -> {
                if (entry.path("type").asString("").equals("file")) {
                  files.add(HubFile.of(entry));
                }
              });
    }
    return List.copyOf(files);
  }

  @Override
  public Content open(Repo repo, HubFile file, long from) throws IOException, InterruptedException {
    StringBuilder path = new StringBuilder(repo.page() + "/resolve/" + repo.revisionPart());
    for (String piece : file.path().split("/", -1)) {
      path.append('/').append(part(piece));
    }
    HubCall call =
        HubCall.get(http.settings().at(path.toString()), repo.toString())
            .with("Accept-Encoding", "identity");
    if (from > 0) {
      call = call.with("Range", "bytes=" + from + "-").accepting(416);
    }
    HubHttp.Answer answer = http.send(call);
    if (answer.status() == 416) {
      // What we have is no beginning of it.
      answer.close();
      return open(repo, file, 0);
    }
    check(repo, file, answer);
    return new Content(answer.last().body(), answer.status() == 206 ? from : 0);
  }

  /** The endpoint names the file's hash before it sends us to where the content is. */
  private static void check(Repo repo, HubFile file, HubHttp.Answer answer) throws IOException {
    String etag =
        answer
            .header("X-Linked-Etag")
            .or(() -> answer.header("ETag"))
            .orElse(file.etag())
            .replaceAll("^W/|\"", "");
    if (HASH.matcher(etag).matches() && !etag.equals(file.etag())) {
      answer.close();
      throw new RemoteException(
          "%s of %s is another file than the one that was listed; download again."
              .formatted(file.path(), repo));
    }
  }

  @Override
  public Optional<Account> account() throws IOException, InterruptedException {
    Optional<Token> used = token.get();
    if (used.isEmpty()) {
      return Optional.empty();
    }
    JsonNode json = http.json(HubCall.get(http.settings().at("/api/whoami-v2"), "the account"));
    return Optional.of(
        new Account(
            json.path("name").asString(""),
            json.path("auth").path("accessToken").path("role").asString(""),
            json.path("orgs").valueStream().map(o -> o.path("name").asString("")).toList(),
            used.get().source()));
  }

  @Override
  public String page(Repo repo) {
    return http.settings().at(repo.page()).toString();
  }

  private static String part(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
