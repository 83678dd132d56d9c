package tunebench.protocol;

import java.util.List;

/** Answers about the Hub. */
public sealed interface HubReply extends Reply {

  /**
   * What was found.
   *
   * @param device that models are judged by
   * @param memoryBytes that it has
   */
  record HubPage(List<HubModel> found, String device, long memoryBytes) implements HubReply {}

  /**
   * A repository in a list.
   *
   * @param family such as {@code LLAMA}, "" for a dataset
   * @param parameters 0 if not known
   * @param downloadBytes about, 0 if not known
   * @param quantizedBytes about what it takes in NF4, 0 if not known
   * @param fit {@code TRAINS}, {@code RUNS}, {@code TOO_LARGE} or {@code UNKNOWN}
   * @param gated "" if anyone may read it, else {@code auto} or {@code manual}
   * @param licence "" if not given
   * @param modified day of its last commit
   * @param folder where it is on this machine, "" if it is not
   */
  record HubModel(
      String id,
      String family,
      long parameters,
      long downloadBytes,
      long quantizedBytes,
      String fit,
      long downloads,
      long likes,
      String gated,
      String licence,
      String modified,
      String folder) {}

  /**
   * One repository.
   *
   * @param commit that the revision names now
   * @param page its address, where terms are accepted too
   * @param obstacle why it cannot be downloaded or opened, in a sentence; "" if it can
   * @param files that a download fetches
   * @param missingBytes of them that are not here yet
   * @param footprints of a model, exactly; empty where its config cannot be read
   */
  record HubDetail(
      HubModel model,
      String commit,
      String page,
      String obstacle,
      List<HubFile> files,
      long bytes,
      long missingBytes,
      List<ModelReply.Footprint> footprints)
      implements HubReply {}

  /** A file of a repository. */
  record HubFile(String path, long bytes) {}

  /** What is here. */
  record HubHeldList(String cache, List<HubHeldRepo> held) implements HubReply {}

  /**
   * A repository on this machine.
   *
   * @param name with its revision, if that is not {@code main}
   * @param whole whether its download came to an end
   */
  record HubHeldRepo(String name, boolean dataset, String folder, boolean whole) {}

  /**
   * Whose token is used.
   *
   * @param name "" if there is no token
   * @param role of the token, such as {@code write}
   * @param place where the token is kept, or would be
   * @param offline whether {@code HF_HUB_OFFLINE} forbids asking
   */
  record HubAccount(String name, String role, String place, String endpoint, boolean offline)
      implements HubReply {}

  /** Where a key is kept; "" if it was forgotten. */
  record KeptKey(String place) implements HubReply {}
}
