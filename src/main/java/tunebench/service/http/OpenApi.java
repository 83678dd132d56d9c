package tunebench.service.http;

import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tunebench.protocol.Event;
import tunebench.protocol.Reply;
import tunebench.protocol.Wire;

/**
 * The description of the routes in OpenAPI 3.1, drawn from the records themselves, so that it
 * cannot say anything else than they do.
 */
final class OpenApi {
  private OpenApi() {}

  /** The whole document. */
  static byte[] json() {
    ObjectNode root = JsonMapper.shared().createObjectNode();
    root.put("openapi", "3.1.0");
    root.putObject("info").put("title", "Tunebench service").put("version", "1");
    root.putArray("security").addObject().putArray("token");
    ObjectNode components = root.putObject("components");
    components
        .putObject("securitySchemes")
        .putObject("token")
        .put("type", "http")
        .put("scheme", "bearer");
    Schemas schemas = new Schemas(components.putObject("schemas"));
    ObjectNode paths = root.putObject("paths");
    for (Class<?> request : Wire.requests()) {
      request(paths, schemas, request);
    }
    events(paths, schemas);
    ObjectNode self = paths.putObject(Routes.DESCRIPTION).putObject("get");
    self.put("operationId", "openapi");
    self.putObject("responses").putObject("200").put("description", "This document.");
    return JsonMapper.shared().writeValueAsBytes(root);
  }

  private static void request(ObjectNode paths, Schemas schemas, Class<?> request) {
    ObjectNode post = paths.putObject(Routes.ROOT + Wire.route(request)).putObject("post");
    post.put("operationId", Wire.route(request));
    content(post.putObject("requestBody"), "application/json").set("schema", schemas.of(request));
    ObjectNode responses = post.putObject("responses");
    ObjectNode done = responses.putObject("200").put("description", "The answer.");
    content(done, "application/json").set("schema", schemas.of(Wire.replyOf(request)));
    for (String status : List.of("400", "401", "403", "413", "421", "500")) {
      ObjectNode problem = responses.putObject(status).put("description", "Why not.");
      content(problem, "application/json").set("schema", schemas.of(Reply.Problem.class));
    }
  }

  private static void events(ObjectNode paths, Schemas schemas) {
    ObjectNode get = paths.putObject(Routes.EVENTS).putObject("get");
    get.put("operationId", "events");
    ObjectNode header = get.putArray("parameters").addObject();
    header.put("in", "header").put("name", "Last-Event-ID");
    header.putObject("schema").put("type", "string");
    ObjectNode stream = get.putObject("responses").putObject("200");
    stream.put("description", "Events, each as one data line.");
    content(stream, "text/event-stream").set("schema", schemas.of(Event.class));
  }

  private static ObjectNode content(ObjectNode owner, String type) {
    return owner.putObject("content").putObject(type);
  }
}
