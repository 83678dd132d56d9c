package tunebench.service.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import tunebench.protocol.ServiceReply;
import tunebench.protocol.ServiceRequest;
import tunebench.tensor.Devices;
import tunebench.tensor.Dtype;
import tunebench.tensor.Scope;

/** What is asked of the device. */
class DeviceRequestsTest extends ServedShop {

  @Test
  void theDevicesOwnWordsForNoRoomAreUnderstood() {
    try (var scope = Scope.on(Devices.choose("cpu").device())) {
      assertThatThrownBy(() -> scope.zeros(Dtype.FLOAT32, 1L << 44))
          .matches(Failures::outOfMemory, "is understood as lack of memory");
    }
  }

  @Test
  void theDevicePageSaysWhyAndCanBeCopied() {
    ServiceReply.DeviceReport report = client.send(new ServiceRequest.Device(true));
    assertThat(report.reason()).isNotBlank();
    assertThat(report.gigaflops()).isPositive();
    assertThat(report.report()).contains(report.libtorch(), report.chosen(), "gigaflops");
    assertThat(report.devices())
        .isNotEmpty()
        .allSatisfy(d -> assertThat(d.freeBytes()).isBetween(1L, d.totalBytes()));
  }
}
