package tunebench.tensor.cpu;

import java.util.function.IntConsumer;
import tunebench.tensor.Kernels;
import tunebench.tensor.Matrix;

/**
 * Causal attention inside packed rows (Vaswani et al. 2017) and its gradient, which makes weights
 * again from their logarithms (Dao et al. 2022). A thread takes all that share one head of keys, so
 * that no two add to the same numbers.
 *
 * <p>All is in float32: heads are so small that narrowing their numbers costs what it saves.
 */
record CpuAttention(Mkl mkl) {

  /** Work on the tokens of one row from the first on that attend to one head of keys. */
  private interface Task {
    void run(int first, int count, int head);
  }

  /** See {@link Kernels#attend}. */
  void forward(Matrix qkv, Kernels.Packing packing, Kernels.Sight sight, Matrix out, Matrix logs) {
    each(
        packing,
        sight,
        (first, count, head) -> {
          Heads of = new Heads(qkv.rows(first, count), sight, head);
          AttentionBlock block = new AttentionBlock(mkl, sight.window(), sight.scale(), count);
          of.eachQuery(
              query ->
                  block.forward(
                      of.head(query),
                      of.key(),
                      of.value(),
                      part(out.rows(first, count), sight, query),
                      Rows.of(logs.rows(first, count).columns(query, 1))));
        });
  }

  /** See {@link Kernels#attendBackward}, but for turning back. */
  void backward(
      Matrix qkv,
      Kernels.Attended forward,
      Matrix dOut,
      Kernels.Packing packing,
      Kernels.Sight sight,
      Matrix dQkv) {
    each(
        packing,
        sight,
        (first, count, head) -> {
          Heads of = new Heads(qkv.rows(first, count), sight, head);
          Heads into = new Heads(dQkv.rows(first, count), sight, head);
          RowLoops.clear(Rows.of(into.key()));
          RowLoops.clear(Rows.of(into.value()));
          AttentionBlock block = new AttentionBlock(mkl, sight.window(), sight.scale(), count);
          float[] inner = new float[count];
          of.eachQuery(
              query -> {
                RowLoops.products(
                    Rows.of(part(dOut.rows(first, count), sight, query)),
                    Rows.of(part(forward.out().rows(first, count), sight, query)),
                    inner);
                block.backward(
                    new AttentionBlock.Inputs(
                        of.head(query),
                        of.key(),
                        of.value(),
                        part(dOut.rows(first, count), sight, query),
                        Rows.of(forward.logs().rows(first, count).columns(query, 1))),
                    inner,
                    new AttentionBlock.Gradients(into.head(query), into.key(), into.value()));
              });
        });
  }

  private void each(Kernels.Packing packing, Kernels.Sight sight, Task task) {
    int heads = sight.keyValueHeads();
    int[] bounds = packing.bounds();
    long scores = (long) packing.longest() * packing.longest() * sight.heads() / heads;
    Team.rows(
        packing.rows() * heads,
        (int) Math.min(Integer.MAX_VALUE, scores),
        (from, to) ->
            mkl.alone(
                () -> {
                  for (int i = from; i < to; i++) {
                    int first = bounds[i / heads];
                    task.run(first, bounds[i / heads + 1] - first, i % heads);
                  }
                }));
  }

  private static Matrix part(Matrix rows, Kernels.Sight sight, int head) {
    return rows.columns(head * sight.headDim(), sight.headDim());
  }

  /**
   * A head of keys and those of queries that attend to it, in a matrix of queries, keys and values.
   */
  private record Heads(Matrix rows, Kernels.Sight sight, int number) {
    Matrix head(int at) {
      return part(rows, sight, at);
    }

    Matrix key() {
      return head(sight.heads() + number);
    }

    Matrix value() {
      return head(sight.heads() + sight.keyValueHeads() + number);
    }

    void eachQuery(IntConsumer work) {
      int group = sight.heads() / sight.keyValueHeads();
      for (int query = number * group; query < (number + 1) * group; query++) {
        work.accept(query);
      }
    }
  }
}
