@org.jspecify.annotations.NullMarked
package tunebench.token;
