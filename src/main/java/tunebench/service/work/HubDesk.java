package tunebench.service.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tunebench.BadInputException;
import tunebench.hub.Account;
import tunebench.hub.DownloadPlan;
import tunebench.hub.Downloader;
import tunebench.hub.FileChoice;
import tunebench.hub.HttpHub;
import tunebench.hub.Hub;
import tunebench.hub.HubCache;
import tunebench.hub.HubFile;
import tunebench.hub.HubQuery;
import tunebench.hub.HubSettings;
import tunebench.hub.KeptKeys;
import tunebench.hub.KeyStoreSecrets;
import tunebench.hub.Repo;
import tunebench.hub.RepoInfo;
import tunebench.hub.RepoType;
import tunebench.hub.Token;
import tunebench.hub.Tokens;
import tunebench.llama.Family;
import tunebench.model.Fit;
import tunebench.protocol.HubReply;
import tunebench.protocol.HubRequest;
import tunebench.protocol.ModelReply;
import tunebench.protocol.Reply;
import tunebench.tensor.DeviceMemory;
import tunebench.tensor.Devices;

/** Answers about the Hub; the settings are read anew each time, so that they can be changed. */
final class HubDesk {
  private HubDesk() {}

  /** The Hub as this person reaches it. */
  record Access(HubSettings settings, Tokens tokens, HttpHub hub, HubCache cache) {
    static Access open() {
      HubSettings settings = HubSettings.ofEnvironment();
      Tokens tokens = new Tokens(settings, KeyStoreSecrets.find());
      return new Access(
          settings, tokens, new HttpHub(settings, tokens), new HubCache(settings.cache()));
    }
  }

  static Reply answer(Engine engine, HubRequest<?> request)
      throws IOException, InterruptedException {
    return switch (request) {
      case HubRequest.HubSearch search -> search(search);
      case HubRequest.HubLook look -> look(look);
      case HubRequest.HubHeld _ -> held();
      case HubRequest.HubAccount _ -> account(Access.open());
      case HubRequest.HubLogin login -> login(login.token().strip());
      case HubRequest.HubLogout _ -> {
        Access.open().tokens().forget();
        yield new Reply.Done();
      }
      case HubRequest.CheckTrackers check -> {
        Telling.check(engine, check.choice());
        yield new Reply.Done();
      }
      case HubRequest.TrackerKey given ->
          new HubReply.KeptKey(
              KeptKeys.in(engine.home().folder()).keep(given.tracker(), given.key().strip()));
    };
  }

  private static RepoType type(boolean dataset) {
    return dataset ? RepoType.DATASET : RepoType.MODEL;
  }

  private static HubReply search(HubRequest.HubSearch wanted)
      throws IOException, InterruptedException {
    Access access = Access.open();
    Set<String> architectures = wanted.dataset() ? Set.of() : architectures(wanted.family());
    HubQuery query =
        new HubQuery(
            wanted.text(), "", architectures, !wanted.dataset(), "downloads", wanted.limit());
    Devices device = Devices.choose("auto");
    long memory = DeviceMemory.of(device.device()).total();
    List<HubReply.HubModel> found = new ArrayList<>();
    for (RepoInfo info : access.hub().search(type(wanted.dataset()), query)) {
      if (!wanted.fits() || Fit.of(info.parameters(), memory) == Fit.TRAINS) {
        found.add(told(access, info, Repo.MAIN, wanted.dataset(), memory));
      }
    }
    return new HubReply.HubPage(found, device.label(), memory);
  }

  private static Set<String> architectures(String family) {
    Set<String> fitting =
        Arrays.stream(Family.values())
            .filter(f -> family.isEmpty() || f.name().equalsIgnoreCase(family))
            .map(Family::architecture)
            .collect(Collectors.toSet());
    if (fitting.isEmpty()) {
      throw new BadInputException(
          "\"%s\" is no family; choose one of %s."
              .formatted(family, Arrays.toString(Family.values()).toLowerCase(Locale.ROOT)));
    }
    return fitting;
  }

  private static HubReply.HubModel told(
      Access access, RepoInfo info, String revision, boolean dataset, long memory) {
    String family =
        Arrays.stream(Family.values())
            .filter(f -> f.architecture().equals(info.architecture()))
            .map(Family::name)
            .findFirst()
            .orElse("");
    String folder =
        Repo.find(type(dataset), info.id() + "@" + revision)
            .filter(repo -> !access.cache().isBegun(repo))
            .flatMap(access.cache()::find)
            .map(Path::toString)
            .orElse("");
    return new HubReply.HubModel(
        info.id(),
        family,
        info.parameters(),
        info.weightBytes(),
        Fit.bytes(info.parameters()),
        Fit.of(info.parameters(), memory).name(),
        info.downloads(),
        info.likes(),
        info.gated(),
        info.licence(),
        info.modified(),
        folder);
  }

  private static HubReply look(HubRequest.HubLook look) throws IOException, InterruptedException {
    Access access = Access.open();
    Repo repo = Repo.of(type(look.dataset()), look.name());
    RepoInfo info = access.hub().info(repo);
    long memory = DeviceMemory.of(Devices.choose("auto").device()).total();
    HubReply.HubModel model = told(access, info, repo.revision(), look.dataset(), memory);
    List<HubReply.HubFile> files = new ArrayList<>();
    List<ModelReply.Footprint> footprints = List.of();
    long bytes = 0;
    long missing = 0;
    String obstacle = "";
    try {
      DownloadPlan plan =
          new Downloader(access.hub(), access.cache())
              .plan(repo, look.dataset() ? FileChoice.dataset() : FileChoice.model());
      plan.files().forEach(f -> files.add(new HubReply.HubFile(f.path(), f.size())));
      bytes = plan.bytes();
      missing = plan.missing();
      footprints = look.dataset() ? List.of() : footprints(access.hub(), repo, plan);
    } catch (BadInputException e) {
      // A gate, a full disk or a kind that cannot be opened: said beside what is known.
      obstacle = String.valueOf(e.getMessage());
    }
    return new HubReply.HubDetail(
        model, info.commit(), access.hub().page(repo), obstacle, files, bytes, missing, footprints);
  }

  /** A model's memory from its config alone, which is a small file. */
  private static List<ModelReply.Footprint> footprints(Hub hub, Repo repo, DownloadPlan plan)
      throws IOException, InterruptedException {
    Optional<HubFile> config =
        plan.files().stream().filter(f -> f.path().equals("config.json")).findFirst();
    if (config.isEmpty()) {
      return List.of();
    }
    Path folder = Files.createTempDirectory("tunebench-config");
    Path file = folder.resolve("config.json");
    try (Hub.Content content = hub.open(repo.at(plan.commit()), config.get(), 0)) {
      Files.copy(content.stream(), file);
      return Models.footprints(folder, List.of(), 0, List.of()).rows();
    } finally {
      Files.deleteIfExists(file);
      Files.delete(folder);
    }
  }

  private static HubReply held() {
    HubCache cache = new HubCache(HubSettings.ofEnvironment().cache());
    List<HubReply.HubHeldRepo> held = new ArrayList<>();
    for (RepoType type : RepoType.values()) {
      for (HubCache.Held one : cache.list(type)) {
        held.add(
            new HubReply.HubHeldRepo(
                one.repo().toString(),
                type == RepoType.DATASET,
                one.snapshot().toString(),
                !cache.isBegun(one.repo())));
      }
    }
    return new HubReply.HubHeldList(HubSettings.ofEnvironment().cache().toString(), held);
  }

  private static HubReply.HubAccount account(Access access)
      throws IOException, InterruptedException {
    String place = access.tokens().get().map(Token::source).orElse("");
    boolean offline = access.settings().offline();
    Optional<Account> account = offline ? Optional.empty() : access.hub().account();
    return new HubReply.HubAccount(
        account.map(Account::name).orElse(""),
        account.map(Account::role).orElse(""),
        place,
        access.settings().endpoint().toString(),
        offline);
  }

  private static HubReply.HubAccount login(String secret) throws IOException, InterruptedException {
    Access access = Access.open();
    if (!secret.matches("[\\x21-\\x7E]+")) {
      throw new BadInputException(
          "No token was given; make one at %s/settings/tokens."
              .formatted(access.settings().endpoint()));
    }
    Token token = new Token(secret, "the form");
    Account account =
        new HttpHub(access.settings(), () -> Optional.of(token)).account().orElseThrow();
    String place = access.tokens().keep(secret);
    return new HubReply.HubAccount(
        account.name(),
        account.role(),
        place,
        access.settings().endpoint().toString(),
        access.settings().offline());
  }
}
