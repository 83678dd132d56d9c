package tunebench.protocol;

import java.time.Instant;
import java.util.List;

/** Answers about the service itself and its machine. */
public sealed interface ServiceReply extends Reply {

  /**
   * The service and what it can do.
   *
   * @param version of Tunebench
   * @param protocol raised when old clients can no longer talk to it
   * @param home folder of runs and datasets
   * @param started when this process began
   * @param processId of the service
   * @param quantizations formats that a model can be held in
   * @param targets module names that can get an adapter
   * @param decoders ways to take a price from a model
   * @param bundledModel folder of the model that ships, "" if there is none
   * @param sampleCsv the CSV file that ships, "" if there is none
   * @param runsToResume runs that a fault or a person interrupted
   */
  record Welcome(
      String version,
      int protocol,
      String home,
      Instant started,
      long processId,
      List<String> quantizations,
      List<String> targets,
      List<String> decoders,
      String bundledModel,
      String sampleCsv,
      int runsToResume)
      implements ServiceReply {}

  /**
   * What the machine computes on, and why.
   *
   * @param chosen such as {@code cpu (2 threads)}
   * @param gpu whether that is a GPU
   * @param reason one sentence; says why a GPU is not used where that is so
   * @param driver version of NVIDIA's driver, "" without one
   * @param flavour of libtorch, such as {@code cpu} or {@code cu128}
   * @param libtorch version
   * @param devices all GPUs that the driver offers, then the machine's own memory
   * @param gigaflops of the measured matrix product, 0 if not measured
   * @param report the same as text to be copied into a bug report
   */
  record DeviceReport(
      String chosen,
      boolean gpu,
      String reason,
      String driver,
      String flavour,
      String libtorch,
      List<DeviceMemory> devices,
      double gigaflops,
      String report)
      implements ServiceReply {}

  /**
   * A device's memory now.
   *
   * @param name such as {@code NVIDIA H100}, or {@code main memory}
   * @param totalBytes that it has
   * @param freeBytes that no process holds
   */
  record DeviceMemory(String name, long totalBytes, long freeBytes) {}

  /**
   * What a folder holds, folders first.
   *
   * @param parent "" at the root
   */
  record Folder(String path, String parent, List<FileEntry> entries) implements ServiceReply {}

  /**
   * A file or folder.
   *
   * @param model whether it is a folder with a model
   */
  record FileEntry(String name, boolean folder, boolean model, long bytes) {}

  /**
   * Which libtorch computes, and which other could be had.
   *
   * @param flavour loaded, such as {@code cpu} or {@code cu128}
   * @param version loaded
   * @param folder that it was loaded from, "" for the one that comes with the program
   * @param why one sentence
   * @param named folder that a person named, "" for none
   * @param wanted flavour that would serve this machine's GPU and is not here; "" for none
   * @param wantedBytes about as much would be fetched for it; 0 for nothing
   * @param partialBytes of these that an earlier try brought
   * @param restart whether the next start would use another one than is loaded
   */
  record LibtorchState(
      String flavour,
      String version,
      String folder,
      String why,
      String named,
      String wanted,
      long wantedBytes,
      long partialBytes,
      boolean restart)
      implements ServiceReply {}
}
