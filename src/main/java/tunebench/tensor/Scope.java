package tunebench.tensor;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Owns native arrays and frees them when it is closed. Work that makes arrays runs in a scope of
 * its own (one per training step, one per batch), so that native memory stays flat however long a
 * run is.
 */
public final class Scope implements AutoCloseable {
  private final PtNDManager manager;
  private final @Nullable Scope parent;
  private final Set<Scope> children = ConcurrentHashMap.newKeySet();

  private Scope(PtNDManager manager, @Nullable Scope parent) {
    this.manager = manager;
    this.parent = parent;
  }

  /** A scope that outlives steps, on the given device: for weights. */
  public static Scope on(Device device) {
    Torch.start();
    return new Scope((PtNDManager) NDManager.newBaseManager(device, "PyTorch"), null);
  }

  /** A scope around a manager that is closed with it. */
  static Scope in(NDManager manager) {
    return new Scope((PtNDManager) manager, null);
  }

  /** A short-lived scope on the device of an array. */
  public static Scope beside(NDArray array) {
    return in(array.getManager().newSubManager());
  }

  /** A scope inside this one: closed on its own, or with this one at the latest. */
  public Scope child() {
    Scope child = new Scope((PtNDManager) manager.newSubManager(), this);
    children.add(child);
    return child;
  }

  /** Where its arrays lie. */
  public Device device() {
    return manager.getDevice();
  }

  public boolean isGpu() {
    return device().isGpu();
  }

  PtNDManager manager() {
    return manager;
  }

  /** An array of zeros. */
  public NDArray zeros(Dtype dtype, long... shape) {
    if (dtype != Dtype.BFLOAT16) {
      return manager.zeros(new Shape(shape), dtype.djl());
    }
    // DJL's own way ends the process for this type.
    try (Scope step = child()) {
      return Tensors.zeros(this, step.zeros(Dtype.FLOAT32, 1), dtype, shape);
    }
  }

  /** An array of float32; the values lie row by row. */
  public NDArray floats(float[] values, long... shape) {
    return manager.create(values, new Shape(shape));
  }

  /** An array of int64, likewise. */
  public NDArray longs(long[] values, long... shape) {
    return manager.create(values, new Shape(shape));
  }

  /** An array of int32, likewise. */
  public NDArray ints(int[] values, long... shape) {
    return manager.create(values, new Shape(shape));
  }

  /**
   * An array that reads the given little-endian bytes (direct, under 2 GiB); on a GPU the bytes are
   * copied there.
   */
  public NDArray bytes(ByteBuffer direct, long... shape) {
    ByteBuffer native1 = direct.order(ByteOrder.nativeOrder());
    return manager.create(native1, new Shape(shape), DataType.UINT8);
  }

  /** Lets an array live as long as this scope. */
  public NDArray keep(NDArray array) {
    array.attach(manager);
    return array;
  }

  /** Closes something with this scope. */
  public void own(AutoCloseable resource) {
    manager.attachInternal("own-" + UUID.randomUUID(), resource);
  }

  /** The arrays that this scope itself holds now (not those of its children). */
  public List<NDArray> held() {
    return new ArrayList<>(manager.getManagedArrays());
  }

  /** How many arrays this scope and those inside it hold now. */
  public int alive() {
    return manager.getManagedArrays().size() + children.stream().mapToInt(Scope::alive).sum();
  }

  @Override
  public void close() {
    Scope outer = parent;
    if (outer != null) {
      outer.children.remove(this);
    }
    manager.close();
  }
}
