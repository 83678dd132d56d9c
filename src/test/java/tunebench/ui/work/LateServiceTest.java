package tunebench.ui.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import tunebench.protocol.Event;
import tunebench.protocol.Numbered;
import tunebench.protocol.ServiceReply.Welcome;
import tunebench.protocol.ServiceRequest;
import tunebench.run.RunKind;
import tunebench.run.RunStatus;
import tunebench.ui.fake.FakeRuns;
import tunebench.ui.fake.FakeService;

class LateServiceTest {
  private final LateService late = new LateService();
  private final FakeService fake = FakeService.used();

  @Test
  void whatIsAskedBeforeTheServiceIsThereIsAnsweredWhenItIs() throws Exception {
    try (var asking = Executors.newVirtualThreadPerTaskExecutor()) {
      var answer = asking.submit(() -> late.send(new ServiceRequest.Hello()));
      assertThat(fake.asked(ServiceRequest.Hello.class)).isEmpty();
      late.found(fake);
      Welcome said = answer.get(20, TimeUnit.SECONDS);
      assertThat(said.version()).isEqualTo("0.1.0");
    }
  }

  @Test
  void anotherServiceTakesThePlaceOfOneThatEnded() {
    List<Numbered> heard = new ArrayList<>();
    late.found(fake);
    var subscription = late.follow(null, heard::add, on -> {});
    FakeService next = FakeService.used();
    late.found(next);
    late.send(new ServiceRequest.Hello());
    assertThat(next.asked(ServiceRequest.Hello.class)).hasSize(1);
    assertThat(fake.asked(ServiceRequest.Hello.class)).isEmpty();
    var running =
        new Event.RunChanged(FakeRuns.summary("a", RunKind.TRAIN, "name", RunStatus.RUNNING));
    fake.tell(running);
    assertThat(heard).as("the one before is not listened to").isEmpty();
    next.tell(running);
    assertThat(heard).hasSize(1);
    subscription.close();
    next.tell(running);
    assertThat(heard).hasSize(1);
  }

  @Test
  void whoListenedBeforeHearsEventsFromThenOn() {
    List<Numbered> heard = new ArrayList<>();
    var subscription = late.follow(null, heard::add, on -> {});
    late.found(fake);
    fake.tell(
        new Event.RunChanged(FakeRuns.summary("a", RunKind.TRAIN, "name", RunStatus.RUNNING)));
    assertThat(heard).hasSize(1);
    subscription.close();
    fake.tell(
        new Event.RunChanged(FakeRuns.summary("a", RunKind.TRAIN, "name", RunStatus.FINISHED)));
    assertThat(heard).hasSize(1);
  }
}
