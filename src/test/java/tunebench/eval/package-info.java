/** Scores held against numbers worked out by hand and against naive implementations. */
@org.jspecify.annotations.NullMarked
package tunebench.eval;
