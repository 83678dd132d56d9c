/** The window, tested without a service: view models plainly, screens on the Headless platform. */
@org.jspecify.annotations.NullMarked
package tunebench.ui;
