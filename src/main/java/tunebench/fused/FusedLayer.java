package tunebench.fused;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;
import tunebench.tensor.Dtype;
import tunebench.tensor.Kernels;
import tunebench.tensor.Matrix;

/**
 * One decoder layer, forward and backward, on packed rows [tokens, hidden].
 *
 * @param index counts the layers
 * @param last whether it is the last one: behind its attention only the chosen tokens go on, for
 *     nobody reads the others
 */
record FusedLayer(
    int index,
    Kernels kernels,
    Pool pool,
    Kernels.Sight sight,
    AngleTable angles,
    int turning,
    Kernels.Activation activation,
    Group qkv,
    Group output,
    Group gateUp,
    Group down,
    Norms norms,
    boolean last) {

  /** The norms; those behind the blocks and of the heads are null where the family has none. */
  record Norms(
      Norm beforeAttention,
      @Nullable Norm afterAttention,
      Norm beforeMlp,
      @Nullable Norm afterMlp,
      @Nullable Norm queries,
      @Nullable Norm keys) {}

  boolean learns() {
    return qkv.learns() || output.learns() || gateUp.learns() || down.learns();
  }

  private Kernels.Angles angles(Step step) {
    return angles.upTo(step.longest());
  }

  /** Room for a group's input, with its adapters' low-rank inputs beside it. */
  private Matrix input(Group group, int rows) {
    return input(group, rows, group.inputs());
  }

  private Matrix input(Group group, int rows, Dtype dtype) {
    return pool.take(rows, group.in() + group.extra(), dtype).columns(0, group.in());
  }

  private int queryColumns() {
    return sight.heads() * sight.headDim();
  }

  private int keyColumns() {
    return sight.keyValueHeads() * sight.headDim();
  }

  /** Runs the layer. Returns its output; {@code saved} then holds what the gradient needs. */
  Matrix forward(Step step, Saved saved) {
    Matrix middle = attention(step, saved);
    Matrix out = pool.take(middle.rows(), middle.columns());
    Norm after = norms.afterMlp();
    Matrix act = feedIn(step, saved, middle, after == null ? out : null);
    if (after == null) {
      saved.lowDown = down.forward(step, act, out, 1);
    } else {
      Matrix fed = pool.take(middle.rows(), middle.columns());
      saved.lowDown = down.forward(step, act, fed, 0);
      after.forward(fed, out, null);
      kernels.add(middle, out);
      saved.fed = fed;
    }
    pool.give(act);
    return out;
  }

  /** Runs the layer again as far as its gradient needs it. */
  void again(Step step, Saved saved) {
    Matrix middle = attention(step, saved);
    Matrix act = feedIn(step, saved, middle, null);
    if (norms.afterMlp() != null || down.learns()) {
      Matrix fed = pool.take(middle.rows(), middle.columns());
      saved.lowDown = down.forward(step, act, fed, 0);
      saved.fed = fed;
    }
    pool.give(act);
  }

  private Matrix attention(Step step, Saved saved) {
    Matrix x = saved.x;
    Matrix normed = input(qkv, x.rows());
    Matrix middle = pool.take(last ? step.count() : x.rows(), x.columns());
    norms.beforeAttention().forward(x, normed, last ? null : middle);
    Matrix mixes = pool.take(x.rows(), qkv.out());
    saved.lowQkv = qkv.forward(step, normed, mixes, 0);
    pool.give(normed);
    saved.qkv = turned(step, saved, mixes);
    Kernels.Attended attended =
        new Kernels.Attended(
            input(output, x.rows(), pool.dtype()),
            pool.take(x.rows(), sight.heads(), Dtype.FLOAT32));
    saved.attended = attended;
    step.mixer().attend(index, saved.qkv, sight, attended);
    Matrix out = attended.out();
    if (last) {
      Matrix taken = input(output, step.count());
      kernels.gather(out, step.chosen(), taken);
      saved.taken = taken;
      out = taken;
      kernels.gather(x, step.chosen(), middle);
    }
    Norm after = norms.afterAttention();
    if (after == null) {
      saved.lowOutput = output.forward(step, out, middle, 1);
    } else {
      Matrix mixed = pool.take(out.rows(), x.columns());
      saved.lowOutput = output.forward(step, out, mixed, 0);
      Matrix change = pool.take(out.rows(), x.columns());
      after.forward(mixed, change, null);
      kernels.add(change, middle);
      pool.give(change);
      saved.mixed = mixed;
    }
    saved.middle = middle;
    return middle;
  }

  /** Queries and keys with their heads' norms and at their positions. */
  private Matrix turned(Step step, Saved saved, Matrix mixes) {
    Matrix target = mixes;
    Norm queries = norms.queries();
    Norm keys = norms.keys();
    int q = queryColumns();
    int k = keyColumns();
    if (queries != null && keys != null) {
      target = pool.take(mixes.rows(), mixes.columns());
      queries.forward(mixes.columns(0, q), target.columns(0, q), null);
      keys.forward(mixes.columns(q, k), target.columns(q, k), null);
      kernels.copy(mixes.columns(q + k, k), target.columns(q + k, k));
      saved.raw = mixes;
    }
    Matrix both = target.columns(0, q + k);
    kernels.rotate(both, both, step.positions(), angles(step), sight.headDim(), turning, false);
    return target;
  }

  private Matrix feedIn(Step step, Saved saved, Matrix middle, @Nullable Matrix copy) {
    Matrix normed = input(gateUp, middle.rows());
    norms.beforeMlp().forward(middle, normed, copy);
    Matrix both = pool.take(middle.rows(), gateUp.out());
    saved.lowBoth = gateUp.forward(step, normed, both, 0);
    saved.both = both;
    pool.give(normed);
    Matrix act = input(down, middle.rows());
    kernels.gate(both, activation, act);
    return act;
  }

  /**
   * Turns the gradient of the output into that of the input.
   *
   * @param g gradient of the output; given back to the pool or returned
   * @param further whether the input's gradient is wanted
   * @return the input's gradient, or null
   */
  @Nullable Matrix backward(Step step, Saved saved, Matrix g, boolean further) {
    feedBackward(step, saved, g);
    Matrix wide = attentionOutBackward(step, saved, g);
    Matrix stream = g;
    if (last) {
      stream = stream(step.tokens());
      kernels.scatter(g, requireNonNull(step.choice()), stream);
      pool.give(g);
    }
    attentionBackward(step, saved, wide, further ? stream : null);
    saved.give(pool);
    if (further) {
      return stream;
    }
    pool.give(stream);
    return null;
  }

  private void feedBackward(Step step, Saved saved, Matrix g) {
    Matrix both = requireNonNull(saved.both);
    Matrix middle = requireNonNull(saved.middle);
    Matrix dFed = g;
    Norm after = norms.afterMlp();
    if (after != null) {
      dFed = pool.take(g.rows(), g.columns());
      after.backward(requireNonNull(saved.fed), g, dFed);
    }
    Matrix dAct = pool.take(g.rows(), both.columns() / 2);
    Matrix act = null;
    if (down.learns()) {
      act = pool.take(g.rows(), both.columns() / 2, down.inputs());
      kernels.gate(both, activation, act);
    }
    down.backward(step, act, dFed, dAct, saved.lowDown);
    pool.give(act);
    if (after != null) {
      pool.give(dFed);
    }
    kernels.gateBackward(both, activation, dAct);
    pool.give(dAct);
    normedBackward(step, gateUp, norms.beforeMlp(), new Normed(middle, both, saved.lowBoth), g);
  }

  /**
   * A group behind a norm.
   *
   * @param x the norm's input
   * @param dy the gradient of the group's output
   * @param low what the group's forward pass returned
   */
  private record Normed(Matrix x, Matrix dy, @Nullable Matrix low) {}

  /**
   * The gradient of a norm and the group behind it. The norm's output was not kept; its own
   * gradient makes it again, and what needs it comes after that, unless dropout wants it before.
   *
   * @param g gets the gradient of the norm's input added; null if it is not wanted
   */
  private void normedBackward(Step step, Group group, Norm norm, Normed at, @Nullable Matrix g) {
    boolean late = g != null && !group.drops(step);
    Matrix normed = group.learns() ? pool.take(at.x.rows(), at.x.columns(), group.inputs()) : null;
    if (normed != null && !late) {
      norm.forward(at.x, normed, null);
    }
    Matrix dNormed = g == null ? null : pool.take(at.x.rows(), at.x.columns());
    Matrix back = group.backward(step, late ? null : normed, at.dy, dNormed, at.low);
    if (g != null && dNormed != null) {
      norm.backward(at.x, dNormed, g, late ? normed : null);
    }
    if (late && normed != null) {
      group.gradientOfA(step, normed, requireNonNull(back));
    }
    pool.give(normed);
    pool.give(dNormed);
  }

  /** Room for the residual stream's gradient, with the output's adapters' beside it. */
  Matrix stream(int rows) {
    return pool.take(rows, output.out() + output.extra()).columns(0, output.out());
  }

  /** Returns the gradient of attention's output, for all tokens. */
  private Matrix attentionOutBackward(Step step, Saved saved, Matrix g) {
    Kernels.Attended attended = requireNonNull(saved.attended);
    Matrix input = last ? requireNonNull(saved.taken) : attended.out();
    Matrix dMixed = g;
    Norm after = norms.afterAttention();
    if (after != null) {
      dMixed = pool.take(g.rows(), g.columns());
      after.backward(requireNonNull(saved.mixed), g, dMixed);
    }
    Matrix dOut = pool.take(g.rows(), output.in());
    output.backward(step, input, dMixed, dOut, saved.lowOutput);
    if (after != null) {
      pool.give(dMixed);
    }
    if (!last) {
      return dOut;
    }
    Matrix wide = pool.take(step.tokens(), output.in());
    kernels.scatter(dOut, requireNonNull(step.choice()), wide);
    pool.give(dOut);
    return wide;
  }

  private void attentionBackward(Step step, Saved saved, Matrix dOut, @Nullable Matrix stream) {
    Matrix mixes = requireNonNull(saved.qkv);
    Matrix dMixes =
        pool.take(mixes.rows(), mixes.columns() + qkv.extra()).columns(0, mixes.columns());
    Matrix room = pool.take(mixes.rows(), sight.heads(), Dtype.FLOAT32);
    step.mixer()
        .backward(
            mixes,
            requireNonNull(saved.attended),
            dOut,
            sight,
            new Kernels.Turn(step.positions(), angles(step), turning),
            room,
            dMixes);
    pool.give(room);
    pool.give(dOut);
    int q = queryColumns();
    int k = keyColumns();
    Matrix raw = saved.raw;
    if (raw != null) {
      headsBackward(requireNonNull(norms.queries()), raw.columns(0, q), dMixes.columns(0, q));
      headsBackward(requireNonNull(norms.keys()), raw.columns(q, k), dMixes.columns(q, k));
    }
    normedBackward(
        step, qkv, norms.beforeAttention(), new Normed(saved.x, dMixes, saved.lowQkv), stream);
    pool.give(dMixes);
  }

  private void headsBackward(Norm norm, Matrix raw, Matrix gradient) {
    Matrix turned = pool.take(gradient.rows(), gradient.columns());
    kernels.copy(gradient, turned);
    norm.backward(raw, turned, gradient);
    pool.give(turned);
  }
}
