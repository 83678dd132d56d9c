package tunebench.protocol;

import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** What the service answers. */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "type")
public sealed interface Reply
    permits ServiceReply,
        ModelReply,
        DataReply,
        JobReply,
        RunReply,
        HubReply,
        TrustReply,
        Reply.Done,
        Reply.Problem {

  /** It was done, and there is nothing to tell. */
  record Done() implements Reply {}

  /**
   * It was not done.
   *
   * @param input whether the person can put it right: a wrong path, setting or file
   * @param sentence one plain sentence for the person
   */
  record Problem(boolean input, String sentence) implements Reply {}
}
