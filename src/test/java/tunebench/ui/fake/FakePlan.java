package tunebench.ui.fake;

import java.util.List;
import tunebench.protocol.ModelReply.MemoryAdvice;
import tunebench.protocol.ModelReply.MemoryItem;
import tunebench.protocol.ModelReply.MemoryPlan;
import tunebench.run.TrainSpec;

/** A memory plan that grows with the batch, so that it can be made not to fit. */
final class FakePlan {
  private static final long FREE = 19_700_000_000L;

  private FakePlan() {}

  static MemoryPlan plan(TrainSpec spec) {
    long batch = spec.training().batch();
    List<MemoryItem> items =
        List.of(
            new MemoryItem("weights", 4_100_000, "4,423,680 weights in nf4-double"),
            new MemoryItem("adapter", 43_008L * spec.adapter().rank(), "in 32-bit floats"),
            new MemoryItem("gradients", 43_008L * spec.adapter().rank(), "as large as the adapter"),
            new MemoryItem("optimizer", 86_016L * spec.adapter().rank(), "two moments each"),
            new MemoryItem("activations", 70_000_000L * batch, "one layer at a time, recomputed"),
            new MemoryItem("logits", 10_300_000L * batch, "labelled positions alone"),
            new MemoryItem("context", 210_000_000L, "libtorch itself"));
    long total = items.stream().mapToLong(MemoryItem::bytes).sum();
    boolean fits = total < FREE;
    return new MemoryPlan(
        "CPU (2 threads)",
        items,
        total,
        FREE,
        fits,
        1,
        fits
            ? List.of()
            : List.of(
                new MemoryAdvice(
                    "training.batch", batch + "", batch / 2 + "", 40_150_000L * batch, batch < 480),
                new MemoryAdvice(
                    "training.checkpointing", "false", "true", 20_000_000L * batch, false)));
  }
}
