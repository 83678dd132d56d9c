/** Other people's pages for runs: what a run tells, kept on disk and sent on when they listen. */
@org.jspecify.annotations.NullMarked
package tunebench.track;
