package tunebench.protocol;

import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * What the window asks the service. Answered at once; long work goes through {@link
 * JobRequest.Submit}.
 *
 * @param <R> what it is answered with
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "type")
public sealed interface Request<R extends Reply>
    permits ServiceRequest,
        ModelRequest,
        DataRequest,
        JobRequest,
        RunRequest,
        HubRequest,
        TrustRequest {}
