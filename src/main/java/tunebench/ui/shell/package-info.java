/** The frame: tabs, start screen, status bar, window state. */
@org.jspecify.annotations.NullMarked
package tunebench.ui.shell;
