package tunebench.protocol;

/** About the service itself and its machine. */
public sealed interface ServiceRequest<R extends Reply> extends Request<R> {

  /** Who are you? */
  record Hello() implements ServiceRequest<ServiceReply.Welcome> {}

  /**
   * The device page.
   *
   * @param measure whether to time a matrix product for a second too
   */
  record Device(boolean measure) implements ServiceRequest<ServiceReply.DeviceReport> {}

  /**
   * The service's own files and folders, so that a person can pick one on a remote machine.
   *
   * @param folder "" for the home of the person
   */
  record Browse(String folder) implements ServiceRequest<ServiceReply.Folder> {}

  /** Ends the service; running jobs are saved first and can be resumed. */
  record Shutdown() implements ServiceRequest<Reply.Done> {}

  /** Which libtorch computes, why that one, and which other could be had. */
  record Libtorch() implements ServiceRequest<ServiceReply.LibtorchState> {}

  /**
   * Names a folder with another build of libtorch, to be used from the next start on.
   *
   * @param folder with {@code libtorch} in it or in its {@code lib}; "" forgets what was named
   */
  record UseLibtorch(String folder) implements ServiceRequest<ServiceReply.LibtorchState> {}
}
