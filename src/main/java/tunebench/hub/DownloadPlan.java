package tunebench.hub;

import java.nio.file.Path;
import java.util.List;

/**
 * What a download will do.
 *
 * @param commit that the revision names now
 * @param files that make it up, the ones that are here already included
 * @param bytes of all files
 * @param missing bytes that are not here yet
 * @param folder where the files will be
 */
public record DownloadPlan(
    Repo repo, String commit, List<HubFile> files, long bytes, long missing, Path folder) {
  public DownloadPlan {
    files = List.copyOf(files);
  }
}
