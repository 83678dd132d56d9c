package tunebench.launch;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import tunebench.BadInputException;
import tunebench.bench.KernelCheck;
import tunebench.bench.LargeProductCheck;
import tunebench.tensor.DeviceMemory;
import tunebench.tensor.Devices;
import tunebench.tensor.Dtype;
import tunebench.tensor.Kernels;
import tunebench.tensor.Scope;
import tunebench.tensor.cuda.CudaException;
import tunebench.tensor.cuda.CudaSupport;

/** On a GPU every kernel is held against libtorch's operators before anything is timed. */
final class CheckedKernels {
  private CheckedKernels() {}

  /**
   * Checks, and says how far the farthest is off.
   *
   * @throws IllegalStateException if one is more than rounding off
   */
  static void check(Devices chosen, PrintWriter err) {
    if (!chosen.isGpu()) {
      return;
    }
    CudaSupport support = CudaSupport.of(chosen.device(), Dtype.BFLOAT16);
    err.println(support.reason());
    Kernels kernels = support.kernels();
    if (kernels == null) {
      return;
    }
    try (Scope scope = Scope.on(chosen.device())) {
      judge(findings(scope, kernels), err);
    }
    DeviceMemory.release(chosen.device());
  }

  /** Compiles all kernels for all cards; 1 if some do not compile for one. */
  static int builds(PrintWriter out) {
    List<CudaSupport.Build> builds;
    try {
      builds = CudaSupport.builds();
    } catch (CudaException e) {
      throw new BadInputException(
          "Kernels cannot be compiled here: "
              + e.getMessage()
              + ". Let NVRTC_LIBRARY name the file of NVIDIA's NVRTC.",
          e);
    }
    for (CudaSupport.Build build : builds) {
      String problem = build.problem();
      out.printf(
          Locale.ROOT,
          "compute capability %.1f: %s%n",
          build.architecture() / 10.0,
          problem == null ? "%,d bytes of machine code".formatted(build.bytes()) : problem);
    }
    return builds.stream().allMatch(build -> build.problem() == null) ? 0 : 1;
  }

  private static List<KernelCheck.Finding> findings(Scope scope, Kernels kernels) {
    List<KernelCheck.Finding> findings =
        new ArrayList<>(new KernelCheck(scope, kernels, Kernels.torch(), Dtype.BFLOAT16).run());
    findings.addAll(
        new LargeProductCheck(scope, kernels, Kernels.torch(), Dtype.BFLOAT16)
            .run(1000, 4096, 4096));
    return findings;
  }

  private static void judge(List<KernelCheck.Finding> findings, PrintWriter err) {
    List<KernelCheck.Finding> wrong =
        findings.stream().filter(finding -> !finding.agrees()).toList();
    wrong.forEach(
        f -> err.printf(Locale.ROOT, "%s (%s): %.1e%n", f.kernel(), f.size(), f.distance()));
    KernelCheck.Finding worst =
        findings.stream()
            .max(Comparator.comparingDouble(KernelCheck.Finding::distance))
            .orElseThrow();
    err.printf(
        Locale.ROOT,
        "%d comparisons of kernels with libtorch; farthest: %s (%s) by %.1e%n",
        findings.size(),
        worst.kernel(),
        worst.size(),
        worst.distance());
    if (!wrong.isEmpty()) {
      throw new IllegalStateException("kernels differ from libtorch; nothing was timed");
    }
  }
}
