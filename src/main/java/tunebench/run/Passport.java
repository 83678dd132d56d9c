package tunebench.run;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * All that decides what comes out of a run: enough to say why another run came out otherwise.
 *
 * @param run its name or id
 * @param data the rows
 * @param model the base
 * @param adapter what it was tuned with before, {@link PassportModel#none()} for nothing
 * @param settings every setting by its dotted name, such as {@code adapter.rank}
 * @param seed of the shuffle, the adapter's start and dropout
 * @param environment versions, device and system, such as {@code java} and {@code device}
 */
public record Passport(
    String run,
    PassportData data,
    PassportModel model,
    PassportModel adapter,
    Map<String, String> settings,
    long seed,
    Map<String, String> environment) {

  public Passport {
    settings = Collections.unmodifiableMap(new TreeMap<>(settings));
    environment = Collections.unmodifiableMap(new TreeMap<>(environment));
  }
}
