/** Fetches the build of libtorch that a GPU needs: the one thing here that uses the network. */
@org.jspecify.annotations.NullMarked
package tunebench.service.libtorch;
