package tunebench.launch;

import java.util.stream.Stream;

/** The entry of {@code tunebench-service}: the program with its first word said. */
public final class ServiceMain {
  private ServiceMain() {}

  public static void main(String[] args) {
    Main.main(Stream.concat(Stream.of("service"), Stream.of(args)).toArray(String[]::new));
  }
}
