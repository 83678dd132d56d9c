package tunebench.hub;

import java.util.Optional;

/** Keeps secrets by name. */
public interface Secrets {
  /** Where it keeps them, for people. */
  String place();

  Optional<String> get(String name);

  void put(String name, String secret);

  void remove(String name);
}
