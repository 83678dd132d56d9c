/** The protocol over HTTP: routes, who may come in, streams of events, and the description. */
@org.jspecify.annotations.NullMarked
package tunebench.service.http;
