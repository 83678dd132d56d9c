/** Runs on disk: one SQLite file with a write-ahead log, written by one process. */
@org.jspecify.annotations.NullMarked
package tunebench.service.store;
