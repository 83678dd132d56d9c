/** The report of a made-up run: its files, its words, its charts. */
@org.jspecify.annotations.NullMarked
package tunebench.report;
