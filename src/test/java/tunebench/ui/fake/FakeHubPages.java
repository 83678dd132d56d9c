package tunebench.ui.fake;

import java.util.List;
import java.util.Locale;
import tunebench.protocol.HubReply;
import tunebench.protocol.HubRequest;
import tunebench.protocol.ModelReply;
import tunebench.protocol.Reply;

/** A Hub of six models, made up but for their names. */
public final class FakeHubPages {
  private static final long MEMORY = 16_000_000_000L;

  private FakeHubPages() {}

  private static HubReply.HubModel model(
      String id,
      String family,
      double billions,
      String fit,
      long downloads,
      String gated,
      String licence,
      String folder) {
    long parameters = Math.round(billions * 1e9);
    return new HubReply.HubModel(
        id,
        family,
        parameters,
        2 * parameters,
        Math.round(0.8 * parameters),
        fit,
        downloads,
        downloads / 900,
        gated,
        licence,
        "2026-10-0" + (1 + Math.floorMod(id.hashCode(), 9)),
        folder);
  }

  private static final List<HubReply.HubModel> MODELS =
      List.of(
          model("Qwen/Qwen2.5-0.5B", "QWEN2", 0.494, "TRAINS", 1_204_331, "", "apache-2.0", "/m/q"),
          model(
              "meta-llama/Llama-3.2-1B",
              "LLAMA",
              1.236,
              "TRAINS",
              2_410_220,
              "manual",
              "llama3.2",
              ""),
          model("Qwen/Qwen3-4B-Base", "QWEN3", 4.022, "TRAINS", 310_944, "", "apache-2.0", ""),
          model(
              "meta-llama/Llama-3.1-8B",
              "LLAMA",
              8.03,
              "TRAINS",
              980_112,
              "manual",
              "llama3.1",
              ""),
          model("google/gemma-3-12b-pt", "GEMMA3", 12.2, "RUNS", 88_021, "manual", "gemma", ""),
          model("Qwen/Qwen2.5-72B", "QWEN2", 72.7, "TOO_LARGE", 64_310, "", "qwen", ""));

  /** The answer to a request about the Hub. */
  static Reply answer(HubRequest<?> request) {
    return switch (request) {
      case HubRequest.HubSearch s -> search(s);
      case HubRequest.HubLook look -> look(look.name());
      case HubRequest.HubHeld _ ->
          new HubReply.HubHeldList(
              "/home/ada/.cache/huggingface/hub",
              List.of(new HubReply.HubHeldRepo("Qwen/Qwen2.5-0.5B", false, "/m/q", true)));
      case HubRequest.HubAccount _ ->
          new HubReply.HubAccount("", "", "", "https://huggingface.co", false);
      case HubRequest.HubLogin _ ->
          new HubReply.HubAccount(
              "ada", "write", "the system's key store", "https://huggingface.co", false);
      case HubRequest.TrackerKey _ -> new HubReply.KeptKey("the system's key store");
      case HubRequest.HubLogout _, HubRequest.CheckTrackers _ -> new Reply.Done();
    };
  }

  private static HubReply.HubPage search(HubRequest.HubSearch wanted) {
    String text = wanted.text().toLowerCase(Locale.ROOT);
    return new HubReply.HubPage(
        MODELS.stream()
            .filter(m -> m.id().toLowerCase(Locale.ROOT).contains(text))
            .filter(m -> wanted.family().isEmpty() || m.family().equalsIgnoreCase(wanted.family()))
            .filter(m -> !wanted.fits() || m.fit().equals("TRAINS"))
            .toList(),
        "gpu 0",
        MEMORY);
  }

  private static HubReply.HubDetail look(String name) {
    HubReply.HubModel model =
        MODELS.stream().filter(m -> m.id().equals(name)).findFirst().orElse(MODELS.getFirst());
    boolean gated = !model.gated().isEmpty();
    String page = "https://huggingface.co/" + model.id();
    long bytes = model.downloadBytes() + 9_100_000;
    return new HubReply.HubDetail(
        model,
        "0123456789abcdef0123456789abcdef01234567",
        page,
        gated ? model.id() + " is gated: open " + page + ", sign in and accept its terms." : "",
        gated
            ? List.of()
            : List.of(
                new HubReply.HubFile("config.json", 681),
                new HubReply.HubFile("model.safetensors", model.downloadBytes()),
                new HubReply.HubFile("tokenizer.json", 9_099_319)),
        bytes,
        model.folder().isEmpty() ? bytes : 0,
        gated
            ? List.of()
            : List.of(
                footprint("bf16", model.parameters() * 2),
                footprint("int8", Math.round(model.parameters() * 1.2)),
                footprint("nf4-double", model.quantizedBytes())));
  }

  private static ModelReply.Footprint footprint(String kind, long bytes) {
    return new ModelReply.Footprint(kind, bytes, 0, 0, 0, bytes, bytes);
  }
}
