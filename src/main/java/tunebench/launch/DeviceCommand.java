package tunebench.launch;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tunebench.service.Home;
import tunebench.service.libtorch.LibtorchFetch;
import tunebench.service.work.DevicePage;
import tunebench.tensor.Libtorch;
import tunebench.tensor.LibtorchFolder;

/** {@code device}: what this machine computes on, and libtorch for its GPU. */
@Command(
    name = "device",
    description = {
      "Say what this machine computes on and why, as a report to copy.",
      "",
      "A GPU needs another build of libtorch than the one in the box. It is fetched only when"
          + " --fetch asks for it; broken off, it goes on the next time."
    },
    mixinStandardHelpOptions = true)
final class DeviceCommand implements Callable<Integer> {
  @Option(names = "--fetch", description = "Fetch libtorch for the GPU, about 2.5 GB.")
  private boolean fetch;

  @Option(
      names = "--use",
      paramLabel = "DIR",
      description = "Name a folder with libtorch for the GPU, to be used from now on.")
  private @Nullable Path use;

  @Option(names = "--forget", description = "Forget the folder that was named.")
  private boolean forget;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    Path home = Home.find(null);
    Path named = use;
    if (named != null || forget) {
      Libtorch.name(home, named);
    }
    Path place = Libtorch.fetched(home);
    if (fetch && !Files.isDirectory(place)) {
      String server = System.getProperty("tunebench.libtorch.url", LibtorchFetch.PUBLISHED);
      new LibtorchFetch(server, place, watch())
          .run(LibtorchFolder.GPU_FLAVOUR, Libtorch.platform());
    }
    out.print(DevicePage.report(true).report());
    out.flush();
    return 0;
  }

  private LibtorchFetch.Watch watch() {
    ConsoleProgress console = new ConsoleProgress(spec.commandLine().getErr());
    return new LibtorchFetch.Watch() {
      @Override
      public void stage(String words) {
        spec.commandLine().getErr().println(words);
      }

      @Override
      public void at(long done, long total) {
        console.at("Fetching libtorch", done, total);
      }

      @Override
      public boolean goOn() {
        return true;
      }
    };
  }
}
