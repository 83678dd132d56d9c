package tunebench.ui.work;

/**
 * What the window remembers from one start to the next. Where it cannot be kept, the window opens
 * with its first values and works all the same.
 */
public interface Memory {

  /** The value of a name, or {@code otherwise}. */
  String get(String name, String otherwise);

  /** Keeps a value. */
  void put(String name, String value);

  /** Remembers nothing beyond this start. */
  static Memory none() {
    return new Memory() {
      @Override
      public String get(String name, String otherwise) {
        return otherwise;
      }

      @Override
      public void put(String name, String value) {}
    };
  }
}
