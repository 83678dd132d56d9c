/** Where two runs err on the same products. */
@org.jspecify.annotations.NullMarked
package tunebench.ui.atlas;
