@org.jspecify.annotations.NullMarked
package tunebench.service.libtorch;
