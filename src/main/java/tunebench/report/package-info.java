/** What a run of all five labs found, as JSON for programs and as a page with charts for people. */
@org.jspecify.annotations.NullMarked
package tunebench.report;
