package tunebench.tensor.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import tunebench.tensor.Kernels;

/**
 * A second stream. Making weights dense is bound by memory and products are bound by arithmetic, so
 * one fills what the other leaves idle.
 */
@SuppressWarnings("restricted") // calling native code is this class's purpose
final class CudaLine implements Kernels.Line {
  /** CU_STREAM_NON_BLOCKING: does not wait for the default stream of itself. */
  private static final int NON_BLOCKING = 1;

  private final CudaContext context;
  private final Launcher launcher;
  private final MemorySegment stream;
  private final MemorySegment begun;
  private final MemorySegment done;
  private final CudaEvents events;

  CudaLine(CudaContext context, Launcher launcher) {
    this.context = context;
    this.launcher = launcher;
    this.events = new CudaEvents(context);
    this.begun = events.make();
    this.done = events.make();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment holder = arena.allocate(ADDRESS);
      NativeLibrary.call(
          context.driver().function("cuStreamCreate", ADDRESS, JAVA_INT),
          "cuStreamCreate",
          holder,
          NON_BLOCKING);
      this.stream = holder.get(ADDRESS, 0);
    }
  }

  @Override
  public void start(Runnable work) {
    events.record(begun, MemorySegment.NULL);
    events.await(stream, begun);
    launcher.on(stream, work);
    events.record(done, stream);
  }

  @Override
  public void join() {
    events.await(MemorySegment.NULL, done);
  }

  @Override
  public void close() {
    context.enter();
    events.destroy(begun);
    events.destroy(done);
    NativeLibrary.call(
        context.driver().function("cuStreamDestroy_v2", ADDRESS), "cuStreamDestroy", stream);
  }
}
