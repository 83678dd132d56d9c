/** Where weights, quantization and adapters meet: a model folder becomes a model that runs. */
@org.jspecify.annotations.NullMarked
package tunebench.model;
