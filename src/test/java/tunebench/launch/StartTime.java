package tunebench.launch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tunebench.client.ServiceProcess;
import tunebench.protocol.ServiceRequest;

/**
 * Seconds from the start of the program to a window that can be used, and to its service, which is
 * started anew each time: {@code xvfb-run -a mvn -q test-compile exec:exec@start}. Arguments: the
 * rounds, then flags of Java. Ends with 1 where the median to a usable window is above 2.5 s.
 */
public final class StartTime {
  private static final double LIMIT_SECONDS = 2.5;
  private static final Pattern USABLE = Pattern.compile("([\\d.]+) s to a usable window");
  private static final Pattern SERVICE = Pattern.compile("([\\d.]+) s to its service");

  private StartTime() {}

  public static void main(String[] args) throws Exception {
    int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
    List<String> flags = Arrays.asList(args).subList(Math.min(1, args.length), args.length);
    List<Double> usable = new ArrayList<>();
    List<Double> service = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      String said = once(flags);
      usable.add(figure(USABLE, said));
      service.add(figure(SERVICE, said));
    }
    System.out.println(line("to a usable window", usable));
    System.out.println(line("to its service, which no round finds running", service));
    System.exit(median(usable) < LIMIT_SECONDS ? 0 : 1);
  }

  private static String once(List<String> flags) throws IOException, InterruptedException {
    Path home = Files.createTempDirectory("tunebench-start");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(flags);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Main.class.getName(), "workbench", "--time"));
    command.addAll(List.of("--home", home.toString()));
    Process window =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String said = new String(window.getInputStream().readAllBytes(), UTF_8);
    window.waitFor();
    var left = new ServiceProcess(home, List.of()).attach();
    if (left.isPresent()) {
      try (var client = left.get()) {
        client.send(new ServiceRequest.Shutdown());
      }
    }
    // The next round begins when this one's service has let go of the processor.
    TimeUnit.SECONDS.sleep(1);
    return said;
  }

  private static double figure(Pattern pattern, String said) {
    Matcher found = pattern.matcher(said);
    if (!found.find()) {
      throw new IllegalStateException("The window did not say how long it took: " + said);
    }
    return Double.parseDouble(found.group(1));
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }

  private static String line(String what, List<Double> values) {
    return String.format(
        Locale.ROOT,
        "%.2f s %s: median of %d starts (%s)",
        median(values),
        what,
        values.size(),
        String.join(
            ", ", values.stream().map(v -> String.format(Locale.ROOT, "%.2f", v)).toList()));
  }
}
