package tunebench.ui.fake;

import java.util.List;
import tunebench.protocol.ModelReply;
import tunebench.protocol.ModelRequest;
import tunebench.protocol.Reply;

/** Models, their adapters and what can be asked of them. */
final class FakeModelPages {
  private FakeModelPages() {}

  static Reply answer(ModelRequest<?> request, boolean bare) {
    return switch (request) {
      case ModelRequest.Models all ->
          new ModelReply.ModelList(
              bare ? List.of(FakeModels.BASE) : List.of(FakeModels.BASE, FakeModels.LLAMA));
      case ModelRequest.Describe one -> FakeModels.find(one.folder());
      case ModelRequest.Tree tree -> FakeModels.tree(tree.folder(), tree.quantization());
      case ModelRequest.Footprints f -> FakeModels.footprints(f.folder(), f.rank(), f.targets());
      case ModelRequest.ErrorMap m ->
          FakeModels.errorMap(m.tensor(), m.quantization(), m.rows(), m.columns());
      case ModelRequest.Histogram h -> FakeModels.histogram(h.tensor(), h.bins());
      case ModelRequest.QuantizationErrors e -> FakeModels.errors(e.tensor());
      case ModelRequest.CompareTokenizers c -> FakeModels.tokenizers(c.folders(), c.texts());
      case ModelRequest.PlanMemory plan -> FakePlan.plan(plan.spec());
      case ModelRequest.ExportFormats formats ->
          new ModelReply.ExportFormats(
              List.of(
                  new ModelReply.ExportFormat("peft", "adapter folder for PEFT", "needed", true),
                  new ModelReply.ExportFormat("gguf-f16", "GGUF, 16 bits", "merged", false)));
      case ModelRequest.Adapters all ->
          new ModelReply.AdapterList(bare ? List.of() : List.of(adapter("train-1", false)));
      case ModelRequest.ImportAdapter in -> adapter("import-1", true);
      case ModelRequest.DeleteAdapter gone -> new Reply.Done();
    };
  }

  private static ModelReply.AdapterInfo adapter(String id, boolean imported) {
    return new ModelReply.AdapterInfo(
        id,
        imported ? "imported adapter" : "course settings",
        "/runs/" + id,
        "tunebench-base",
        32,
        64,
        List.of("q_proj", "k_proj", "v_proj", "o_proj"),
        344_064,
        1_376_256,
        imported);
  }
}
