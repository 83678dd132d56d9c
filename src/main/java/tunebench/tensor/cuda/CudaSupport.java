package tunebench.tensor.cuda;

import ai.djl.Device;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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
    if (compute != Dtype.BFLOAT16) {
      return new CudaSupport(null, "Kernels compute in bfloat16, and this model does not.");
    }
    try {
      CudaContext context = new CudaContext(device.getDeviceId());
      int capability = context.capability();
      if (capability < LEAST_CAPABILITY) {
        return new CudaSupport(
            null,
            "Kernels need compute capability 8.0; this card has %.1f."
                .formatted(capability / 10.0));
      }
      Nvrtc compiler = Nvrtc.open();
      return new CudaSupport(
          kernels(device, context, compiler, capability),
          "Kernels compiled by NVRTC %s for compute capability %.1f."
              .formatted(compiler.version(), capability / 10.0));
    } catch (CudaException e) {
      return new CudaSupport(null, "Kernels cannot be used: " + e.getMessage() + ".");
    }
  }

  private static CudaKernels kernels(
      Device device, CudaContext context, Nvrtc compiler, int capability) {
    CubinStore store = new CubinStore(CubinStore.folder(), compiler, "sm_" + capability);
    // The workspace is libtorch's memory and lives as long as the process.
    Scope scope = Scope.on(device);
    Cublas cublas = new Cublas(context, scope);
    Launcher launcher = new Launcher(context);
    launcher.add(store.cubin("quantize"), "", "dequantize4", "quantize4");
    launcher.add(
        store.cubin("blocks"),
        "",
        "rmsNorm",
        "rmsNormBackward",
        "rotate",
        "gate",
        "gateBackward",
        "add",
        "gatherRows",
        "scatterRows",
        "dropout");
    launcher.add(store.cubin("train"), "", "crossEntropy", "squares", "total", "adamW");
    launcher.add(
        store.cubin("int8"),
        "",
        "outliers",
        "compact",
        "quantizeRows",
        "rescale",
        "takeColumns",
        "takeWeights");
    return new CudaKernels(context, launcher, cublas, new CudaAttention(launcher, store));
  }
}
