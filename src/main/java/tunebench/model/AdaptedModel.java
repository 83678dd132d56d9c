package tunebench.model;

import java.util.LinkedHashMap;
import java.util.Map;
import tunebench.BadInputException;
import tunebench.llama.LanguageModel;
import tunebench.llama.Parts;
import tunebench.lora.Adapter;
import tunebench.lora.AdapterFit;
import tunebench.lora.Ends;
import tunebench.lora.RowAdapters;

/**
 * A base model with adapters beside its weights. The base stays usable on its own, and any number
 * of adapted models share it, so switching from one adapter to another is to use another of them.
 */
public final class AdaptedModel {
  private AdaptedModel() {}

  /**
   * Composes the two; no weight is copied.
   *
   * @throws BadInputException if the adapter belongs to another base model
   */
  public static LanguageModel of(LanguageModel base, Adapter adapter) {
    AdapterFit.check(adapter, sizes(base));
    Parts parts = base.parts();
    return new LanguageModel(
        base.config(),
        parts
            .wrap(adapter::wrap)
            .withEnds(
                adapter.embedding(parts.embedding(), parts.compute()),
                adapter.output(parts.output(), parts.compute())));
  }

  /**
   * A model for batches of as many rows as {@code rows} names adapters, in which each row uses its
   * own. Made anew for another assignment; no weight is copied.
   *
   * @throws BadInputException if an adapter belongs to another base model
   */
  public static LanguageModel of(LanguageModel base, RowAdapters rows) {
    for (Adapter adapter : rows.adapters()) {
      AdapterFit.check(adapter, sizes(base));
      if (adapter.changesEnds()) {
        throw new BadInputException(
            "An adapter that changes the embedding or the output layer cannot share a batch with"
                + " others; run it alone.");
      }
    }
    return new LanguageModel(base.config(), base.parts().wrap(rows::wrap));
  }

  private static Map<String, AdapterFit.Size> sizes(LanguageModel base) {
    Map<String, AdapterFit.Size> sizes = new LinkedHashMap<>();
    base.parts()
        .projections()
        .forEach(
            (path, projection) ->
                sizes.put(
                    path, new AdapterFit.Size(projection.outFeatures(), projection.inFeatures())));
    AdapterFit.Size end =
        new AdapterFit.Size(base.config().vocabSize(), base.config().hiddenSize());
    sizes.put(Ends.EMBEDDING, end);
    sizes.put(Ends.OUTPUT, end);
    return sizes;
  }
}
