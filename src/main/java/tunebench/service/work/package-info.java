/** What jobs do and how requests are answered: where the service meets the engine. */
@org.jspecify.annotations.NullMarked
package tunebench.service.work;
