/** Tests of the file formats, the hostile files among them. */
@org.jspecify.annotations.NullMarked
package tunebench.format;
