package tunebench.eval;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import tunebench.fused.AnswerPass;
import tunebench.fused.BytePass;
import tunebench.llama.KeyValueCache;
import tunebench.llama.LanguageModel;
import tunebench.llama.Positions;
import tunebench.tensor.Scope;
import tunebench.tensor.Script;
import tunebench.tensor.Tensors;

/**
 * Questions that were read together, right-padded behind their shared start. The cache then holds,
 * per row, the start, the question and its padding; what is generated follows.
 */
final class QuestionBatch {
  private static final long UNSEEN = -1;

  private final Scope scope;
  private final LanguageModel model;
  private final @Nullable AnswerPass fused;
  private final @Nullable KeyValueCache cache;
  private final NDArray logits;
  private final List<long[]> keys;
  private final int[] lengths;

  private QuestionBatch(
      Scope scope,
      LanguageModel model,
      @Nullable AnswerPass fused,
      @Nullable KeyValueCache cache,
      NDArray logits,
      List<long[]> keys,
      int[] lengths) {
    this.scope = scope;
    this.model = model;
    this.fused = fused;
    this.cache = cache;
    this.logits = logits;
    this.keys = keys;
    this.lengths = lengths;
  }

  /**
   * Reads the questions.
   *
   * @param start cache of the tokens that all share
   * @param shared how many those are
   * @param ends what follows in each question, at least one token
   */
  static QuestionBatch ask(
      Scope scope, LanguageModel model, KeyValueCache start, int shared, List<int[]> ends) {
    KeyValueCache cache = start.branch(scope);
    int longest = ends.stream().mapToInt(e -> e.length).max().orElseThrow();
    try (Scope step = scope.child()) {
      NDArray hidden = extend(step, model, ends, shared, cache);
      long[] last =
          IntStream.range(0, ends.size())
              .mapToLong(row -> (long) row * longest + ends.get(row).length - 1)
              .toArray();
      NDArray logits =
          scope.keep(model.logits(step, Tensors.rows(step, hidden, step.longs(last, last.length))));
      return new QuestionBatch(
          scope,
          model,
          null,
          cache,
          logits,
          keys(ends, shared, longest),
          ends.stream().mapToInt(e -> shared + e.length).toArray());
    }
  }

  /**
   * Reads questions by the fused pass.
   *
   * @param further whether tokens behind the questions will be run, too
   */
  static QuestionBatch ask(
      Scope scope, LanguageModel model, AnswerPass fused, List<int[]> questions, boolean further) {
    KeyValueCache cache = further ? KeyValueCache.empty(scope, model) : null;
    return whole(scope, model, fused, cache, fused.ask(scope, questions, cache), questions);
  }

  /**
   * Reads questions by the pass for weights in 8 bits; what follows them is the composed layers'.
   *
   * @param further whether tokens behind the questions will be run, too
   */
  static QuestionBatch ask(
      Scope scope, LanguageModel model, BytePass bytes, List<int[]> questions, boolean further) {
    KeyValueCache cache = further ? KeyValueCache.empty(scope, model) : null;
    return whole(scope, model, null, cache, bytes.ask(scope, questions, cache), questions);
  }

  /** Questions that were read from their first token on. */
  private static QuestionBatch whole(
      Scope scope,
      LanguageModel model,
      @Nullable AnswerPass fused,
      @Nullable KeyValueCache cache,
      NDArray logits,
      List<int[]> questions) {
    int longest = questions.stream().mapToInt(q -> q.length).max().orElseThrow();
    return new QuestionBatch(
        scope,
        model,
        fused,
        cache,
        logits,
        keys(questions, 0, longest),
        questions.stream().mapToInt(q -> q.length).toArray());
  }

  /**
   * Runs rows of tokens behind {@code before} cached ones that all rows share. Returns hidden
   * states [rows, longest, hidden].
   */
  static NDArray extend(
      Scope scope, LanguageModel model, List<int[]> rows, int before, KeyValueCache cache) {
    int longest = rows.stream().mapToInt(e -> e.length).max().orElseThrow();
    long[] ids = new long[rows.size() * longest];
    for (int row = 0; row < rows.size(); row++) {
      for (int i = 0; i < rows.get(row).length; i++) {
        ids[row * longest + i] = rows.get(row)[i];
      }
    }
    long[] queries = LongStream.range(before, (long) before + longest).toArray();
    Positions positions =
        Positions.of(
            scope,
            model.config(),
            model.compute(),
            List.<long[]>of(queries),
            keys(rows, before, longest));
    return model.extend(scope, scope.longs(ids, rows.size(), longest), positions, cache);
  }

  private static List<long[]> keys(List<int[]> rows, int before, int longest) {
    return rows.stream()
        .map(
            row ->
                LongStream.range(0, (long) before + longest)
                    .map(at -> at < before + row.length ? at : UNSEEN)
                    .toArray())
        .toList();
  }

  /** What follows each question: [rows, vocabulary] float32. */
  NDArray logits() {
    return logits;
  }

  int size() {
    return lengths.length;
  }

  NDList script(String method, Object... args) {
    return Script.resource(QuestionBatch.class, "predict.torch").call(scope, method, args);
  }

  /** The likeliest continuation of each question, up to {@code most} tokens or the end token. */
  List<int[]> generate(int most, int end) {
    List<List<Integer>> texts = new ArrayList<>();
    IntStream.range(0, size()).forEach(row -> texts.add(new ArrayList<>()));
    boolean[] ended = new boolean[size()];
    NDArray next = logits;
    KeyValueCache grown = cache == null ? null : cache.branch(scope);
    List<long[]> seen = keys;
    for (int round = 0; round < most; round++) {
      long[] best = script("best", next).head().toLongArray();
      for (int row = 0; row < size(); row++) {
        ended[row] |= best[row] == end;
        if (!ended[row]) {
          texts.get(row).add(Math.toIntExact(best[row]));
        }
      }
      if (round == most - 1 || IntStream.range(0, size()).allMatch(row -> ended[row])) {
        break;
      }
      long[] places = at(round);
      seen = IntStream.range(0, size()).boxed().map(new Append(seen, places)::to).toList();
      next = step(java.util.Objects.requireNonNull(grown), best, places, seen);
    }
    return texts.stream().map(text -> text.stream().mapToInt(Integer::intValue).toArray()).toList();
  }

  private NDArray step(KeyValueCache grown, long[] tokens, long[] places, List<long[]> seen) {
    try (Scope step = scope.child()) {
      List<long[]> queries = Arrays.stream(places).mapToObj(place -> new long[] {place}).toList();
      Positions positions = Positions.of(step, model.config(), model.compute(), queries, seen);
      AnswerPass pass = fused;
      if (pass != null) {
        long[][] ids = Arrays.stream(tokens).mapToObj(t -> new long[] {t}).toArray(long[][]::new);
        long[][] each = queries.toArray(long[][]::new);
        return pass.extend(scope, ids, each, seen.getFirst().length, positions, grown);
      }
      NDArray hidden = model.extend(step, step.longs(tokens, tokens.length, 1), positions, grown);
      NDArray flat = hidden.reshape(tokens.length, model.config().hiddenSize());
      return scope.keep(model.logits(step, flat));
    }
  }

  /** Positions of the token that is the {@code round}-th behind each question. */
  private long[] at(int round) {
    return Arrays.stream(lengths).mapToLong(length -> (long) length + round).toArray();
  }

  /** One more key per row. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Append(List<long[]> rows, long[] places) {
    long[] to(int row) {
      long[] old = rows.get(row);
      long[] grown = Arrays.copyOf(old, old.length + 1);
      grown[old.length] = places[row];
      return grown;
    }
  }

  /**
   * Probabilities of all tokens after each of some continuations of one question: [n, vocabulary],
   * row by row. No continuation means the question itself.
   *
   * @param row which question
   * @param ends continuations of one length
   */
  float[] chances(int row, List<int[]> ends) {
    try (Scope step = scope.child()) {
      Script script = Script.resource(QuestionBatch.class, "predict.torch");
      int length = ends.getFirst().length;
      if (length == 0) {
        NDArray own = Tensors.rows(step, logits, step.longs(new long[] {row}, 1));
        return script.one(step, "chances", own).toFloatArray();
      }
      long[] ids = ends.stream().flatMapToInt(Arrays::stream).asLongStream().toArray();
      long[] places = LongStream.range(lengths[row], (long) lengths[row] + length).toArray();
      long[] known = keys.get(row);
      long[] seen = Arrays.copyOf(known, known.length + length);
      System.arraycopy(places, 0, seen, known.length, length);
      Positions positions =
          Positions.of(
              step,
              model.config(),
              model.compute(),
              List.<long[]>of(places),
              List.<long[]>of(seen));
      KeyValueCache own = java.util.Objects.requireNonNull(cache).row(step, row);
      AnswerPass pass = fused;
      if (pass != null) {
        NDArray after =
            pass.extend(
                step,
                ends.stream()
                    .map(end -> Arrays.stream(end).asLongStream().toArray())
                    .toArray(long[][]::new),
                new long[][] {places},
                seen.length,
                positions,
                own);
        long[] ofLast = lastOf(ends.size(), length);
        NDArray wanted = Tensors.rows(step, after, step.longs(ofLast, ofLast.length));
        return script.one(step, "chances", wanted).toFloatArray();
      }
      NDArray hidden = model.extend(step, step.longs(ids, ends.size(), length), positions, own);
      long[] last = lastOf(ends.size(), length);
      NDArray after = Tensors.rows(step, hidden, step.longs(last, last.length));
      return script.one(step, "chances", model.logits(step, after)).toFloatArray();
    }
  }

  private static long[] lastOf(int rows, int length) {
    return IntStream.range(0, rows).mapToLong(i -> (i + 1L) * length - 1).toArray();
  }
}
