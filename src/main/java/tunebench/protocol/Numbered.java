package tunebench.protocol;

/**
 * An event and its place.
 *
 * @param id grows by 1 with each event of one start of the service; a listener that comes back
 *     names the last that it saw
 */
public record Numbered(EventId id, Event event) {}
