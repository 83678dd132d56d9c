package tunebench.service.work;

import java.io.IOException;
import java.nio.file.Path;
import tunebench.hub.HubCache;
import tunebench.run.Provenance;
import tunebench.tensor.Devices;
import tunebench.tensor.Torch;

/** From what, with what and on what a run is made. */
final class Origin {
  /** Of this program. */
  static final String VERSION = "0.1.0";

  private Origin() {}

  /** Before anything was read. */
  static Provenance unknown(String model, String dataset) {
    return new Provenance(
        name(model), "", dataset, "", "", VERSION, Runtime.version().toString(), "", "", system());
  }

  static Provenance of(
      Path model, String dataset, String datasetHash, String adapterHash, Devices device)
      throws IOException {
    return new Provenance(
        name(model.toString()),
        Hashes.ofModel(model),
        dataset,
        datasetHash,
        adapterHash,
        VERSION,
        Runtime.version().toString(),
        "PyTorch " + Torch.version() + " " + Torch.flavour(),
        device.label(),
        system());
  }

  static String name(String folder) {
    // A snapshot's folder is called by its commit, which says nothing to a person or to PEFT.
    return HubCache.nameOf(Path.of(folder))
        .orElseGet(() -> String.valueOf(Path.of(folder).getFileName()));
  }

  private static String system() {
    return System.getProperty("os.name")
        + " "
        + System.getProperty("os.version")
        + " "
        + System.getProperty("os.arch");
  }
}
