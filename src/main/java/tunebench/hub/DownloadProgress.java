package tunebench.hub;

/**
 * How far a download is.
 *
 * @param done bytes that are here
 * @param total bytes of all files
 * @param filesDone files that are whole and checked
 * @param bytesPerSecond lately, 0 while not known
 * @param secondsLeft NaN while not known
 */
public record DownloadProgress(
    long done, long total, int filesDone, int files, double bytesPerSecond, double secondsLeft) {

  /** Told on the thread that asked for the download, a few times a second. */
  @FunctionalInterface
  public interface Listener {
    void at(DownloadProgress progress);
  }
}
