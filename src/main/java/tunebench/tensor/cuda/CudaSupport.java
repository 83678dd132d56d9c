package tunebench.tensor.cuda;

import ai.djl.Device;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tunebench.tensor.Dtype;
import tunebench.tensor.Kernels;
import tunebench.tensor.Scope;

/**
 * Which kernels a device has, and why.
 *
 * @param kernels CUDA's; null where they cannot be used
 * @param reason one sentence for the person
 */
public record CudaSupport(@Nullable Kernels kernels, String reason) {
  /** FlashAttention and bfloat16 products begin with Ampere. */
  private static final int LEAST_CAPABILITY = 80;

  /** Kernels by their resource; attention's are built for each size of heads. */
  private static final Map<String, String[]> KERNELS =
      Map.of(
          "quantize",
          new String[] {"dequantize4", "quantize4"},
          "blocks",
          new String[] {
            "rmsNorm",
            "rmsNormBackward",
            "rotate",
            "gate",
            "gateBackward",
            "add",
            "gatherRows",
            "scatterRows",
            "dropout"
          },
          "train",
          new String[] {"crossEntropy", "squares", "total", "adamW"},
          "int8",
          new String[] {
            "outliers",
            "compact",
            "quantizeRows",
            "rescale",
            "takeColumns",
            "takeWeights",
            "dequantize8"
          });

  private static final Map<String, CudaSupport> KNOWN = new ConcurrentHashMap<>();

  /**
   * The kernels of a device, compiled on first use.
   *
   * @param compute dtype of activations
   */
  public static CudaSupport of(Device device, Dtype compute) {
    return KNOWN.computeIfAbsent(device + " " + compute, key -> find(device, compute));
  }

  private static CudaSupport find(Device device, Dtype compute) {
    if (!device.isGpu()) {
      return new CudaSupport(null, "The device is no GPU.");
    }
    try {
      CudaContext context = new CudaContext(device.getDeviceId());
      int capability = context.capability();
      if (capability < LEAST_CAPABILITY) {
        return new CudaSupport(
            null,
            ("Kernels need compute capability 8.0 and this card has %.1f, so libtorch computes, in"
                    + " float16 and in training with a scaled loss.")
                .formatted(capability / 10.0));
      }
      if (compute != Dtype.BFLOAT16) {
        return new CudaSupport(null, "Kernels compute in bfloat16, and this model does not.");
      }
      Nvrtc compiler = Nvrtc.open();
      int architecture = architecture(capability, compiler.architectures());
      CubinStore store = new CubinStore(CubinStore.folder(), compiler, "sm_" + architecture);
      Launcher launcher = new Launcher(context);
      KERNELS.forEach((name, functions) -> launcher.add(store.cubin(name), "", functions));
      // The workspace is libtorch's memory and lives as long as the process.
      Cublas cublas = new Cublas(context, Scope.on(device));
      CudaAttention attention = new CudaAttention(launcher, store);
      CudaBlockProducts blocks =
          architecture == CudaBlockProducts.CAPABILITY
              ? new CudaBlockProducts(context, launcher, cublas, hopper(compiler))
              : null;
      String problems =
          Stream.of(attention.problem(), blocks == null ? null : blocks.problem())
              .filter(Objects::nonNull)
              .map(" "::concat)
              .collect(Collectors.joining());
      return new CudaSupport(
          new CudaKernels(context, launcher, cublas, attention, blocks),
          "Kernels compiled by NVRTC %s for compute capability %.1f.%s"
              .formatted(compiler.version(), architecture / 10.0, problems));
    } catch (CudaException e) {
      return new CudaSupport(
          null, "Kernels cannot be used, so libtorch computes: " + e.getMessage() + ".");
    }
  }

  /**
   * What to compile for: a card runs machine code of its own capability and of lower ones with the
   * same first digit.
   *
   * @param known those that the compiler knows, ascending
   */
  static int architecture(int capability, int... known) {
    return Arrays.stream(known)
        .filter(a -> a / 10 == capability / 10 && a <= capability && a >= LEAST_CAPABILITY)
        .max()
        .orElseThrow(
            () ->
                new CudaException(
                    "the compiler knows no code for compute capability %.1f"
                        .formatted(capability / 10.0)));
  }

  /**
   * Compiles all kernels for an architecture without loading them.
   *
   * @param bytes of machine code
   * @param problem what does not compile; null if all does
   */
  public record Build(int architecture, long bytes, @Nullable String problem) {}

  /**
   * Compiles all kernels for each architecture that the compiler knows, though only the machine's
   * own can run here.
   *
   * @throws CudaException if there is no compiler
   */
  public static List<Build> builds() {
    Nvrtc compiler = Nvrtc.open();
    return Arrays.stream(compiler.architectures())
        .filter(architecture -> architecture >= LEAST_CAPABILITY)
        .mapToObj(architecture -> build(compiler, architecture))
        .toList();
  }

  private static Build build(Nvrtc compiler, int architecture) {
    CubinStore store = new CubinStore(CubinStore.folder(), compiler, "sm_" + architecture);
    long bytes = 0;
    try {
      for (String name : KERNELS.keySet()) {
        bytes += store.cubin(name).length;
      }
      for (int headDim : CudaAttention.HEADS) {
        bytes += CudaAttention.cubin(store, headDim).length;
      }
      if (architecture == CudaBlockProducts.CAPABILITY) {
        for (int rows : CudaBlockProducts.ROWS) {
          for (boolean nested : new boolean[] {false, true}) {
            bytes += CudaBlockProducts.cubin(hopper(compiler), rows, nested).length;
          }
        }
      }
      return new Build(architecture, bytes, null);
    } catch (CudaException e) {
      return new Build(architecture, bytes, e.getMessage());
    }
  }

  private static CubinStore hopper(Nvrtc compiler) {
    return new CubinStore(CubinStore.folder(), compiler, CudaBlockProducts.ARCHITECTURE);
  }
}
