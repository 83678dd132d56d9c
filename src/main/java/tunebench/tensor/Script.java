package tunebench.tensor;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * TorchScript compiled from text in memory. The text holds method definitions in TorchScript's
 * serialized dialect; equal texts are compiled once. A call costs tens of microseconds, so a method
 * should do a whole layer's work.
 */
public final class Script {
  private static final ConcurrentMap<String, Script> COMPILED = new ConcurrentHashMap<>();

  private final PtSymbolBlock module;

  private Script(PtSymbolBlock module) {
    this.module = module;
  }

  /**
   * Compiles method definitions, each written with two leading blanks as inside {@code class
   * M(Module)}.
   */
  public static Script of(String methods) {
    Torch.start();
    return COMPILED.computeIfAbsent(methods, Script::compile);
  }

  /** Compiles the resource beside {@code owner}. */
  public static Script resource(Class<?> owner, String name) {
    try (InputStream in = owner.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(
            "The program lacks its resource " + name + " of " + owner.getName());
      }
      return of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Script compile(String methods) {
    PtNDManager manager = (PtNDManager) NDManager.newBaseManager(Device.cpu(), "PyTorch");
    try {
      return new Script(
          JniUtils.loadModule(
              manager, new ByteArrayInputStream(ScriptArchive.of(methods)), false, false));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs a method without recording gradients; its results belong to {@code scope}. */
  public NDList call(Scope scope, String method, Object... args) {
    JniUtils.setGradMode(false);
    return run(scope, method, args);
  }

  /** Runs a method that returns one array, without recording gradients. */
  public NDArray one(Scope scope, String method, Object... args) {
    return call(scope, method, args).head();
  }

  /** Runs a method and records what {@link Gradients#backward} needs. */
  public NDList record(Scope scope, String method, Object... args) {
    JniUtils.setGradMode(true);
    try {
      return run(scope, method, args);
    } finally {
      JniUtils.setGradMode(false);
    }
  }

  private NDList run(Scope scope, String method, Object... args) {
    Torch.start();
    List<IValue> owned = new ArrayList<>(args.length);
    long[] handles = new long[args.length];
    try {
      for (int i = 0; i < args.length; i++) {
        if (args[i] instanceof IValue kept) {
          handles[i] = kept.getHandle();
        } else {
          IValue value = value(args[i]);
          owned.add(value);
          handles[i] = value.getHandle();
        }
      }
      return PyTorchDoor.run(module.getHandle(), method, handles, scope.manager());
    } finally {
      owned.forEach(IValue::close);
    }
  }

  static IValue value(Object arg) {
    return switch (arg) {
      case PtNDArray array -> IValue.from(array);
      case NDArray[] arrays ->
          IValue.listFrom(Arrays.copyOf(arrays, arrays.length, PtNDArray[].class));
      case List<?> arrays -> IValue.listFrom(arrays.toArray(PtNDArray[]::new));
      case Boolean flag -> IValue.from(flag);
      case Integer number -> IValue.from((long) number);
      case Long number -> IValue.from(number);
      case Double number -> IValue.from(number);
      case long[] numbers -> IValue.listFrom(numbers);
      default -> throw new IllegalArgumentException("no TorchScript value for " + arg.getClass());
    };
  }
}
