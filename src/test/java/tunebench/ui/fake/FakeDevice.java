package tunebench.ui.fake;

import java.util.List;
import tunebench.protocol.Reply;
import tunebench.protocol.ServiceReply;
import tunebench.protocol.ServiceRequest;

/** What a service on a machine without a GPU says of itself. */
final class FakeDevice {
  private FakeDevice() {}

  static Reply answer(ServiceRequest<?> request, boolean bare) {
    return switch (request) {
      case ServiceRequest.Hello hello ->
          new ServiceReply.Welcome(
              "0.1.0",
              1,
              "/home/me/.tunebench",
              FakeData.THEN,
              4711,
              FakeModels.FORMATS,
              List.of("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"),
              List.of("generate", "top-k", "mean", "median"),
              FakeModels.BASE.folder(),
              FakeData.FILE,
              bare ? 0 : 1);
      case ServiceRequest.Device device ->
          new ServiceReply.DeviceReport(
              "CPU (2 threads)",
              false,
              "The driver offers no GPU, so the processor computes.",
              "",
              "cpu",
              "2.7.1",
              List.of(
                  new ServiceReply.DeviceMemory("main memory", 25_000_000_000L, 19_700_000_000L)),
              device.measure() ? 84 : 0,
              "Tunebench 0.1.0 on Linux amd64\nCPU (2 threads), no GPU\nlibtorch 2.7.1 cpu\n");
      case ServiceRequest.Browse browse -> new ServiceReply.Folder(browse.folder(), "", List.of());
      case ServiceRequest.Libtorch libtorch -> libtorch("");
      case ServiceRequest.UseLibtorch use -> libtorch(use.folder());
      case ServiceRequest.Shutdown shutdown -> new Reply.Done();
    };
  }

  private static ServiceReply.LibtorchState libtorch(String named) {
    return new ServiceReply.LibtorchState(
        "cpu",
        "2.7.1",
        "",
        "No NVIDIA driver with a device was found, so the CPU build serves.",
        named,
        "",
        0,
        0,
        false);
  }
}
