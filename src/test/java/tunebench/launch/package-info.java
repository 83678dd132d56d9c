/** The commands as a person types them: what they print and the code they end with. */
@org.jspecify.annotations.NullMarked
package tunebench.launch;
