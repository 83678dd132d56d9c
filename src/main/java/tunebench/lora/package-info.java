/** Low-rank adapters: the projection that carries one, their settings, and PEFT's folder format. */
@org.jspecify.annotations.NullMarked
package tunebench.lora;
