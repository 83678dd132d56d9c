package tunebench.tensor;

import ai.djl.ndarray.NDList;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;

/**
 * DJL's native binding, of which only part is public. With the method's last flags {@code true,
 * false} a script's results are ordinary tensors: in DJL's inference mode autograd would later
 * refuse to save them.
 */
final class PyTorchDoor {
  private static final Object LIBRARY;
  private static final MethodHandle RUN;
  private static final MethodHandle VALUE;
  private static final MethodHandle BUFFER;

  static {
    try {
      Class<?> type = Class.forName("ai.djl.pytorch.jni.PyTorchLibrary");
      Field instance = type.getDeclaredField("LIB");
      instance.setAccessible(true);
      LIBRARY = instance.get(null);
      Method run =
          type.getDeclaredMethod(
              "moduleRunMethod",
              long.class,
              String.class,
              long[].class,
              boolean.class,
              boolean.class);
      run.setAccessible(true);
      RUN = MethodHandles.lookup().unreflect(run);
      Constructor<IValue> constructor = IValue.class.getDeclaredConstructor(long.class);
      constructor.setAccessible(true);
      VALUE = MethodHandles.lookup().unreflectConstructor(constructor);
      Method buffer = type.getDeclaredMethod("torchDirectByteBuffer", long.class);
      buffer.setAccessible(true);
      BUFFER = MethodHandles.lookup().unreflect(buffer);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private PyTorchDoor() {}

  static NDList run(long module, String method, long[] args, PtNDManager results) {
    try {
      long result = (long) RUN.invoke(LIBRARY, module, method, args, true, false);
      try (IValue value = (IValue) VALUE.invoke(result)) {
        return value.toNDList(results);
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  /** A view of an array's memory; on a GPU only its address may be used. */
  static ByteBuffer memory(long array) {
    try {
      return (ByteBuffer) BUFFER.invoke(LIBRARY, array);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
