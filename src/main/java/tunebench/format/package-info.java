/**
 * The files that weights come in, safetensors and GGUF, read by mapping them and written by
 * streaming: plain Java that hands out bytes and knows no tensor library. Every byte of a file is
 * taken for hostile until a check has passed.
 */
@org.jspecify.annotations.NullMarked
package tunebench.format;
