package tunebench.launch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tunebench.format.AtomicFile;
import tunebench.pdf.PdfPage;
import tunebench.protocol.TrustRequest;

/** {@code journal}: the learner's guesses with what was measured. */
@Command(
    name = "journal",
    description =
        "Print the lab journal as JSON: each guess, what was measured, and the cause; or write it"
            + " as one HTML page, or as PDF, with charts and passports.",
    mixinStandardHelpOptions = true)
final class JournalCommand implements Callable<Integer> {
  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Write the page there; PDF where its name ends in .pdf.")
  private @Nullable Path out;

  @Mixin private HomeOption home = new HomeOption();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    try (LocalService service = home.service()) {
      Path file = out;
      if (file == null) {
        Json.print(spec, service.send(new TrustRequest.Journal()));
      } else {
        String html = service.send(new TrustRequest.JournalPage()).html();
        boolean paper = file.toString().toLowerCase(Locale.ROOT).endsWith(".pdf");
        AtomicFile.write(file, paper ? PdfPage.of(html) : html.getBytes(StandardCharsets.UTF_8));
        spec.commandLine().getOut().println("The journal is in " + file + ".");
      }
    }
    return 0;
  }
}
