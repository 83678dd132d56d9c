package tunebench.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tunebench.protocol.Event;
import tunebench.protocol.EventId;

class EventRingTest {
  @Test
  void aListenerThatComesBackGetsWhatItMissed() throws Exception {
    try (EventRing ring = new EventRing(7, 8)) {
      ring.tell(new Event.RunDeleted("a"));
      EventId seen = ring.newest();
      ring.tell(new Event.RunDeleted("b"));
      ring.tell(new Event.RunDeleted("c"));

      assertThat(texts(ring.after(seen, 1_000))).containsExactly("7-2 b", "7-3 c");
      assertThat(ring.after(ring.newest(), 1)).isEmpty();
    }
  }

  @Test
  void whoFallsBehindOrComesFromAnotherStartIsToldOfTheGap() throws Exception {
    try (EventRing ring = new EventRing(7, 4)) {
      for (int i = 1; i <= 10; i++) {
        ring.tell(new Event.RunDeleted("e" + i));
      }
      List<String> late = texts(ring.after(new EventId(7, 2), 1_000));
      assertThat(late.getFirst()).contains("Gap");
      assertThat(late.subList(1, late.size())).containsExactly("7-8 e8", "7-9 e9", "7-10 e10");
      assertThat(texts(ring.after(new EventId(6, 10), 1_000)).getFirst()).contains("Gap");
    }
  }

  private static List<String> texts(List<EventRing.Line> lines) {
    List<String> texts = new ArrayList<>();
    for (EventRing.Line line : lines) {
      String json = new String(line.json(), StandardCharsets.UTF_8);
      texts.add(line.id() + " " + json.replaceAll(".*\"run\":\"(\\w+)\".*", "$1"));
    }
    return texts;
  }
}
