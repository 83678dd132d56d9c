package tunebench.ui.work;

/** Where in the window one can be. */
public enum Place {
  START("Start", "mdi2h-home-outline", "", ""),
  QUANTIZE(
      "1 Quantize",
      "mdi2s-scale",
      "A model is a tree of matrices. Fewer bits per weight make it smaller;",
      "see what each format costs in memory, in error and in dollars."),
  BASELINE(
      "2 Baseline",
      "mdi2r-ruler",
      "Before teaching a model, measure it. See how it cuts numbers into tokens,",
      "and how far off its untrained guesses are, with how sure that figure is."),
  PREPARE(
      "3 Prepare",
      "mdi2t-table-edit",
      "Good runs begin with rows that can be trusted. Bring a file, see every token",
      "that will be learned, and size the adapter that learns them."),
  TRAIN(
      "4 Train",
      "mdi2c-chart-line",
      "QLoRA trains a small adapter on top of frozen 4-bit weights.",
      "Watch the loss of the price token: it is the one that matters."),
  EVALUATE(
      "5 Evaluate",
      "mdi2b-bullseye-arrow",
      "Price products that the model has never seen. Compare with the untrained model",
      "on the same rows, and look at the worst guesses first."),
  RUNS(
      "Runs",
      "mdi2c-compare",
      "Put runs side by side: their curves, only the settings that differ,",
      "and whether the difference is more than chance."),
  JOURNAL(
      "Lab journal",
      "mdi2n-notebook-outline",
      "What you expected, what was measured, and why it came out so:",
      "each guess beside its result, with the cause from your own run.");

  private final String title;
  private final String icon;
  private final String first;
  private final String second;

  Place(String title, String icon, String first, String second) {
    this.title = title;
    this.icon = icon;
    this.first = first;
    this.second = second;
  }

  /** As the tab says. */
  public String title() {
    return title;
  }

  /** Ikonli's code. */
  public String icon() {
    return icon;
  }

  /** What is learned here, in two lines. */
  public String lesson() {
    return first + "\n" + second;
  }

  /** Whether it is one of the five labs. */
  public boolean lab() {
    return this != START && this != RUNS && this != JOURNAL;
  }

  /** Whether it has a tab of its own; the journal is a button beside them. */
  public boolean tab() {
    return this != JOURNAL;
  }
}
