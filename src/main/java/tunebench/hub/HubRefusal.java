package tunebench.hub;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tunebench.BadInputException;
import tunebench.RemoteException;

/**
 * Why the Hub said no, as a person should hear it. The Hub names the reason in the header {@code
 * X-Error-Code}; it answers 401 about a private repository to those who may not know of it.
 */
record HubRefusal(
    HubSettings settings,
    HubCall call,
    Optional<Token> token,
    int status,
    String code,
    String message,
    Optional<String> retryAfter) {
  private static final int MOST = 4096;
  private static final Pattern LEFT = Pattern.compile(";\\s*t=(\\d{1,9})");

  static HubRefusal of(
      HubSettings settings, HubCall call, Optional<Token> token, HubHttp.Answer answer)
      throws IOException {
    try (answer) {
      var headers = answer.last().headers();
      String body =
          new String(answer.last().body().readNBytes(MOST), StandardCharsets.UTF_8).strip();
      return new HubRefusal(
          settings,
          call.called(call.about().replaceAll("@[0-9a-f]{40}$", "")),
          token,
          answer.status(),
          headers.firstValue("X-Error-Code").orElse(""),
          headers.firstValue("X-Error-Message").orElseGet(() -> said(body)).replaceAll("\\s+", " "),
          headers.firstValue("Retry-After").or(() -> window(headers.firstValue("RateLimit"))));
    }
  }

  /** Seconds until the window of requests is over, as in {@code "api";r=0;t=55}. */
  private static Optional<String> window(Optional<String> limit) {
    return limit.map(LEFT::matcher).filter(Matcher::find).map(found -> found.group(1));
  }

  private static String said(String body) {
    try {
      return JsonMapper.shared().readTree(body).path("error").asString("");
    } catch (JacksonException e) {
      // A page for people; its text would not help here.
      return "";
    }
  }

  /** How long to wait: what the Hub said, in seconds or as a date, else the usual. */
  Duration wait(Duration usual) {
    String given = retryAfter.orElse("").strip();
    if (given.matches("\\d{1,9}")) {
      return Duration.ofSeconds(Long.parseLong(given));
    }
    try {
      Instant then = ZonedDateTime.parse(given, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      Duration left = Duration.between(Instant.now(), then);
      return left.isNegative() ? Duration.ZERO : left;
    } catch (DateTimeException e) {
      // None was given, or none that can be read.
      return usual;
    }
  }

  /** The Hub's own fault, where it is one. */
  void throwIfRemote() throws RemoteException {
    if (status == 429) {
      throw new RemoteException(
          "The Hub takes no more requests from here for now; wait %s and try again%s."
              .formatted(
                  retryAfter.map(s -> s + " s").orElse("some minutes"),
                  token.isPresent() ? "" : ", or log in, which allows more"));
    }
    if (status >= 500 || status == 408) {
      throw new RemoteException(
          "The Hub answered %d about %s, several times; try again later: what was downloaded stays."
              .formatted(status, call.about()));
    }
  }

  /** What the person can put right. */
  BadInputException forPerson() {
    return new BadInputException(sentence());
  }

  private String sentence() {
    String page = settings.endpoint() + "/" + call.about().replaceAll("@.*", "");
    String keys = settings.endpoint() + "/settings/tokens";
    if (code.equals("GatedRepo")) {
      return token.isEmpty()
          ? "%s is gated: open %s, sign in and accept its terms; then make a token at %s and run hub login."
              .formatted(call.about(), page, keys)
          : "%s is gated, and the account of the token from %s may not read it: open %s, accept its terms and wait until access is given."
              .formatted(call.about(), from(), page);
    }
    return switch (code) {
      case "RevisionNotFound" ->
          "%s has no such revision; look at %s/tree/main for branches and commits."
              .formatted(call.about(), page);
      case "EntryNotFound" ->
          "%s has no file %s.".formatted(call.about(), call.address().getPath());
      case "DisabledRepo" -> "%s was disabled by the Hub.".formatted(call.about());
      default -> byStatus(page, keys);
    };
  }

  private String byStatus(String page, String keys) {
    boolean missing = code.equals("RepoNotFound") || status == 404;
    if (status == 401 && token.isPresent() && !missing) {
      return "The Hub does not take the token from %s: it is wrong or has expired; make another at %s and run hub login."
          .formatted(from(), keys);
    }
    if (missing || status == 401) {
      return token.isEmpty()
          ? "There is no public %s at %s; check the name, or run hub login if it is private."
              .formatted(call.about(), page)
          : "There is no %s that the account of the token from %s may see; check the name and the token's permissions at %s."
              .formatted(call.about(), from(), keys);
    }
    if (status == 403) {
      return "The Hub forbids this for %s%s; give the token from %s the permission at %s."
          .formatted(call.about(), said(), from(), keys);
    }
    return "The Hub refused a request about %s with %d%s.".formatted(call.about(), status, said());
  }

  private String said() {
    return message.isEmpty() ? "" : " (\"" + message + "\")";
  }

  private String from() {
    return token.map(Token::source).orElse("nowhere");
  }
}
