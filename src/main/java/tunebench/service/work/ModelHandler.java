package tunebench.service.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import tunebench.BadInputException;
import tunebench.hub.HubCache;
import tunebench.hub.HubSettings;
import tunebench.hub.RepoType;
import tunebench.prompt.PriceTemplate;
import tunebench.protocol.Event;
import tunebench.protocol.ModelReply;
import tunebench.protocol.ModelRequest;
import tunebench.protocol.Reply;
import tunebench.quant.Quantization;
import tunebench.run.RunFilter;
import tunebench.run.RunKind;
import tunebench.run.RunRecord;
import tunebench.run.RunSummary;
import tunebench.token.TextTokenizer;

/** Answers about models and adapters. */
record ModelHandler(Engine engine, Path shipped) {
  private static final int PRICES = 1000;

  Reply answer(ModelRequest<?> request) throws IOException {
    return switch (request) {
      case ModelRequest.Models _ -> new ModelReply.ModelList(models());
      case ModelRequest.Describe describe -> Models.info(Path.of(describe.folder()));
      case ModelRequest.Tree tree ->
          Models.tree(Path.of(tree.folder()), Quantization.of(tree.quantization()));
      case ModelRequest.Footprints of ->
          Models.footprints(Path.of(of.folder()), of.quantizations(), of.rank(), of.targets());
      case ModelRequest.Histogram histogram ->
          new TensorLook(Path.of(histogram.folder()), histogram.tensor())
              .histogram(histogram.bins());
      case ModelRequest.QuantizationErrors errors ->
          new TensorLook(Path.of(errors.folder()), errors.tensor()).errors();
      case ModelRequest.ErrorMap map ->
          new TensorLook(Path.of(map.folder()), map.tensor())
              .errorMap(map.quantization(), map.rows(), map.columns());
      case ModelRequest.CompareTokenizers compare ->
          new ModelReply.TokenizerTable(
              compare.folders().stream()
                  .map(folder -> tokenizer(Path.of(folder), compare.texts()))
                  .toList());
      case ModelRequest.PlanMemory plan -> new MemoryPlanner(engine).plan(plan.spec());
      case ModelRequest.ExportFormats _ ->
          new ModelReply.ExportFormats(
              Arrays.stream(ExportFormat.values()).map(ExportFormat::told).toList());
      case ModelRequest.Adapters _ -> adapters();
      case ModelRequest.ImportAdapter wanted -> importAdapter(wanted);
      case ModelRequest.DeleteAdapter delete -> {
        Checkpoints.delete(imported(delete.id()));
        engine.store().delete(delete.id());
        engine.ring().tell(new Event.RunDeleted(delete.id()));
        yield new Reply.Done();
      }
    };
  }

  /** Shipped, in the home folder, and downloaded from the Hub, by Python too. */
  private List<ModelReply.ModelInfo> models() {
    List<ModelReply.ModelInfo> all =
        new ArrayList<>(
            Models.find(
                List.of(
                    shipped.resolve("assets/models"), engine.home().folder().resolve("models"))));
    HubCache cache = new HubCache(HubSettings.ofEnvironment().cache());
    for (HubCache.Held held : cache.list(RepoType.MODEL)) {
      if (!cache.isBegun(held.repo()) && Models.isModel(held.snapshot())) {
        all.add(Models.info(held.snapshot()));
      }
    }
    return all;
  }

  private static ModelReply.Tokenizer tokenizer(Path folder, List<String> texts) {
    try (TextTokenizer tokenizer = TextTokenizer.open(folder)) {
      int asked = tokenizer.prompt(PriceTemplate.LEAD_IN).length;
      int single = 0;
      for (int price = 0; price < PRICES; price++) {
        single += tokenizer.prompt(PriceTemplate.LEAD_IN + price).length == asked + 1 ? 1 : 0;
      }
      List<ModelReply.Cut> cuts = new ArrayList<>();
      for (String text : texts) {
        int[] ids = tokenizer.plain(text);
        cuts.add(
            new ModelReply.Cut(
                text,
                Arrays.stream(ids).boxed().toList(),
                Arrays.stream(ids).mapToObj(tokenizer::text).toList()));
      }
      return new ModelReply.Tokenizer(
          folder.toString(),
          Origin.name(folder.toString()),
          Models.info(folder).vocabSize(),
          single,
          cuts);
    }
  }

  private Reply adapters() throws IOException {
    List<ModelReply.AdapterInfo> found = new ArrayList<>();
    for (RunSummary line : engine.store().list(RunFilter.newest(Integer.MAX_VALUE))) {
      if (line.kind() == RunKind.TRAIN) {
        RunRecord run = engine.store().get(line.id());
        if (!run.checkpoints().isEmpty()) {
          found.add(AdapterInfos.of(line.id(), line.name(), Adapters.ofRun(run, "best"), false));
        }
      }
    }
    Path folder = engine.home().adapters();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> folders = Files.list(folder)) {
        for (Path one : folders.sorted().toList()) {
          String name = String.valueOf(one.getFileName());
          found.add(AdapterInfos.of(name, name, one, true));
        }
      }
    }
    return new ModelReply.AdapterList(found);
  }

  private Reply importAdapter(ModelRequest.ImportAdapter wanted) throws IOException {
    Path source = Path.of(wanted.folder());
    Path target = imported(wanted.name().strip().replaceAll("[^A-Za-z0-9._-]+", "-"));
    if (Files.exists(target)) {
      throw new BadInputException(
          "There is an adapter named \"%s\" already; give another name.".formatted(wanted.name()));
    }
    AdapterInfos.of("", "", source, true);
    Path aside = target.resolveSibling(".importing");
    Checkpoints.delete(aside);
    Files.createDirectories(aside);
    for (String file : List.of("adapter_config.json", "adapter_model.safetensors")) {
      Files.copy(source.resolve(file), aside.resolve(file));
    }
    Files.move(aside, target);
    String name = String.valueOf(target.getFileName());
    ModelReply.AdapterInfo info = AdapterInfos.of(name, wanted.name(), target, true);
    ImportedAdapter.add(engine, info);
    return info;
  }

  private Path imported(String id) {
    if (!id.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
      throw new BadInputException("\"%s\" is no name for an adapter.".formatted(id));
    }
    return engine.home().adapters().resolve(id);
  }
}
