package tunebench.launch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tunebench.sample.SampleData;

/** Makes the files of sample-data anew. */
@Command(name = "make-sample-data", hidden = true, description = "Writes the sample shop's files.")
final class SampleDataCommand implements Callable<Integer> {
  @Option(names = "--out", required = true, paramLabel = "DIR", description = "Folder to write to.")
  private Path out = Path.of("");

  @Override
  public Integer call() throws IOException {
    SampleData.write(out);
    return 0;
  }
}
