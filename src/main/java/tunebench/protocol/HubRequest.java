package tunebench.protocol;

import tunebench.run.TrackChoice;

/** About the Hugging Face Hub. Of these, and the tasks of the Hub, alone the network is asked. */
public sealed interface HubRequest<R extends Reply> extends Request<R> {

  /**
   * Looks for models that can be opened here, or for datasets.
   *
   * @param text part of a name, may be ""
   * @param family such as {@code qwen2}, "" for all
   * @param fits only models that can be trained on this machine
   */
  record HubSearch(String text, String family, boolean dataset, boolean fits, int limit)
      implements HubRequest<HubReply.HubPage> {}

  /**
   * One repository, exactly: its files, and a model's memory from its config.
   *
   * @param name {@code org/name} or {@code org/name@revision}
   */
  record HubLook(String name, boolean dataset) implements HubRequest<HubReply.HubDetail> {}

  /** What was downloaded, by Tunebench or by Python; asks no network. */
  record HubHeld() implements HubRequest<HubReply.HubHeldList> {}

  /** Whose token is used, as the Hub says. */
  record HubAccount() implements HubRequest<HubReply.HubAccount> {}

  /** Keeps a token, if the Hub takes it. */
  record HubLogin(String token) implements HubRequest<HubReply.HubAccount> {
    /** Never the token: this may end up in a log. */
    @Override
    public String toString() {
      return "HubLogin[]";
    }
  }

  /** Forgets the token that was kept. */
  record HubLogout() implements HubRequest<Reply.Done> {}

  /**
   * Keeps a tracker's key beside the service.
   *
   * @param tracker such as {@code wandb}
   * @param key "" to forget it
   */
  record TrackerKey(String tracker, String key) implements HubRequest<HubReply.KeptKey> {
    /** Never the key: this may end up in a log. */
    @Override
    public String toString() {
      return "TrackerKey[tracker=" + tracker + "]";
    }
  }

  /**
   * Whether trackers can be told, before a run is begun with them.
   *
   * @param choice as a run has it
   */
  record CheckTrackers(TrackChoice choice) implements HubRequest<Reply.Done> {}
}
