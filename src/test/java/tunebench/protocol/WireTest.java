package tunebench.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import tunebench.BadInputException;
import tunebench.run.StepPoint;
import tunebench.run.TrainSpec;

class WireTest {
  @Test
  void nanAndInfinitiesSurvive() {
    var step =
        new StepPoint(
            3,
            9,
            0.5,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            1e-4,
            Double.NEGATIVE_INFINITY,
            7,
            0.1,
            5,
            List.of(4, 9),
            List.of(Double.NaN, 0.25));
    Event event = new Event.Stepped("r1", step);

    Event back = Wire.read(Event.class, Wire.bytes(Event.class, event));

    assertThat(back).isEqualTo(event);
  }

  @Test
  void recordsAreTaggedByTheirSimpleName() {
    Request<?> request = new JobRequest.Submit(new Task.Train(TrainSpec.course("/m", "d1")));

    String json = new String(Wire.bytes(Request.class, request), UTF_8);

    assertThat(json).startsWith("{\"type\":\"Submit\",\"task\":{\"type\":\"Train\",\"spec\":{");
    assertThat(Wire.read(Request.class, json.getBytes(UTF_8))).isEqualTo(request);
  }

  @Test
  void namesAreUniqueWithinEachFamilyAndEveryRequestNamesItsReply() {
    for (Class<?> family : List.of(Request.class, Reply.class, Event.class, Task.class)) {
      assertThat(Wire.leaves(family)).extracting(Class::getSimpleName).doesNotHaveDuplicates();
    }
    assertThat(Wire.requests())
        .allSatisfy(r -> assertThat(Reply.class).isAssignableFrom(Wire.replyOf(r)));
    assertThat(Wire.requests()).hasSizeGreaterThan(40);
  }

  @Test
  void anUnknownTagIsNamed() {
    assertThatThrownBy(() -> Wire.read(Request.class, "{\"type\":\"Nope\"}".getBytes(UTF_8)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("Nope");
  }

  @Test
  void eventIdsAreOneWord() {
    var numbered = new Numbered(new EventId(17, 4), new Event.Gap());

    String json = Wire.write(numbered);

    assertThat(json).isEqualTo("{\"id\":\"17-4\",\"event\":{\"type\":\"Gap\"}}");
    assertThat(Wire.read(Numbered.class, json.getBytes(UTF_8))).isEqualTo(numbered);
    assertThatThrownBy(() -> EventId.parse("x")).isInstanceOf(BadInputException.class);
  }
}
