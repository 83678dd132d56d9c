package tunebench.hub;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Lists, revisions, trees and files; large ones are behind a redirect to the store. */
record FakeHubReads(FakeHub hub) {
  void list(HttpExchange exchange, String path) throws IOException {
    List<String> ids =
        hub.repos.keySet().stream()
            .sorted()
            .filter(
                id -> !path.contains("search=") || path.contains("search=" + id.split("/", 2)[1]))
            .toList();
    int from = path.contains("cursor=") ? Integer.parseInt(path.replaceAll(".*cursor=", "")) : 0;
    int until = Math.min(from + 2, ids.size());
    ArrayNode page = JsonMapper.shared().createArrayNode();
    ids.subList(from, until)
        .forEach(id -> page.add(about(id, Objects.requireNonNull(hub.repos.get(id)))));
    if (until < ids.size()) {
      String next = path.replaceAll("&cursor=.*", "") + "&cursor=" + until;
      exchange.getResponseHeaders().set("Link", "<" + hub.endpoint() + next + ">; rel=\"next\"");
    }
    FakeHub.answer(exchange, 200, page.toString());
  }

  void read(HttpExchange exchange, String path, boolean known) throws IOException {
    String bare = path.replaceFirst("^/api/resolve-cache/+", "/");
    String[] parts = bare.replaceFirst("^/api/(models|datasets)/|^/(datasets/)?", "").split("/", 5);
    String id = parts[0] + "/" + parts[1];
    FakeHub.Held held = hub.repos.get(id);
    if (held == null || (held.hidden && !known)) {
      FakeHub.refuse(exchange, known ? 404 : 401, "RepoNotFound", "Repository not found");
      return;
    }
    String revision = parts[3].replace("%2F", "/");
    boolean main = revision.equals("main");
    String commit = main ? held.commits.getLast() : revision;
    if (!held.commits.contains(commit)) {
      FakeHub.refuse(exchange, 404, "RevisionNotFound", "Invalid rev id: " + revision);
      return;
    }
    exchange.getResponseHeaders().set("X-Repo-Commit", commit);
    switch (parts[2]) {
      case "revision" -> {
        ObjectNode info = about(id, held);
        info.put("sha", commit);
        FakeHub.answer(exchange, 200, info.toString());
      }
      case "tree" -> FakeHub.answer(exchange, 200, tree(held).toString());
      case "resolve" -> {
        if (!held.gate.isEmpty() && (!known || held.gate.equals("manual"))) {
          FakeHub.refuse(
              exchange, known ? 403 : 401, "GatedRepo", "Access to model " + id + " is restricted");
          return;
        }
        resolve(exchange, held, bare.substring(bare.indexOf(parts[3]) + parts[3].length() + 1));
      }
      default -> FakeHub.answer(exchange, 404, "");
    }
  }

  private static ObjectNode about(String id, FakeHub.Held held) {
    ObjectNode info = (ObjectNode) JsonMapper.shared().readTree(held.about);
    info.put("id", id);
    info.put("private", held.hidden);
    if (held.gate.isEmpty()) {
      info.put("gated", false);
    } else {
      info.put("gated", held.gate);
    }
    return info;
  }

  private static ArrayNode tree(FakeHub.Held held) {
    ArrayNode tree = JsonMapper.shared().createArrayNode();
    held.files.forEach(
        (path, content) -> {
          ObjectNode entry = tree.addObject();
          entry.put("type", "file").put("path", path).put("size", content.length);
          entry.put("oid", Hashes.gitHash(content));
          if (content.length >= FakeHub.LARGE) {
            entry
                .putObject("lfs")
                .put("oid", Hashes.sha256(content))
                .put("size", content.length)
                .put("pointerSize", 134);
            entry.put("xetHash", "0".repeat(64));
          }
        });
    return tree;
  }

  private void resolve(HttpExchange exchange, FakeHub.Held held, String file) throws IOException {
    byte[] content = held.files.get(file);
    if (content == null) {
      FakeHub.refuse(exchange, 404, "EntryNotFound", "Entry not found");
      return;
    }
    if (content.length < FakeHub.LARGE) {
      // As the Hub does it: to a cache of its own first, by a redirect with a tag of its own.
      if (!exchange.getRequestURI().getPath().startsWith("/api/resolve-cache")) {
        exchange.getResponseHeaders().set("ETag", "W/\"1f-redirect\"");
        exchange
            .getResponseHeaders()
            .set("Location", "/api/resolve-cache/" + exchange.getRequestURI().getRawPath());
        FakeHub.answer(exchange, 307, "");
        return;
      }
      exchange.getResponseHeaders().set("ETag", "\"" + Hashes.gitHash(content) + "\"");
      hub.store.serve(exchange, content, file);
      return;
    }
    hub.stored.putIfAbsent(Hashes.sha256(content), content);
    exchange.getResponseHeaders().set("X-Linked-Etag", "\"" + Hashes.sha256(content) + "\"");
    exchange.getResponseHeaders().set("X-Linked-Size", String.valueOf(content.length));
    exchange.getResponseHeaders().set("X-Xet-Hash", "0".repeat(64));
    exchange
        .getResponseHeaders()
        .set(
            "Location",
            hub.storeAddress()
                + "/xet-bridge/"
                + Hashes.sha256(content)
                + "?name=\"a|b\"&signed=1");
    FakeHub.answer(exchange, 302, "");
  }
}
