@org.jspecify.annotations.NullMarked
package tunebench.run;
