/** CUDA kernels of our own, compiled by NVRTC from text, beside cuBLAS; called through FFM. */
@org.jspecify.annotations.NullMarked
package tunebench.tensor.cuda;
