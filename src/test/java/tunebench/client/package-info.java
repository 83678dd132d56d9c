@org.jspecify.annotations.NullMarked
package tunebench.client;
