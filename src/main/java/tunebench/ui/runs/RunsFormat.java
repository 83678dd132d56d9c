package tunebench.ui.runs;

/** What runs side by side can be written as. */
public enum RunsFormat {
  CSV("csv", "Table (CSV)"),
  HTML("html", "Report (HTML, one file)"),
  PDF("pdf", "Report (PDF)"),
  PNG("png", "Picture (PNG)");

  private final String ending;
  private final String words;

  RunsFormat(String ending, String words) {
    this.ending = ending;
    this.words = words;
  }

  /** How such a file's name ends, without the dot. */
  public String ending() {
    return ending;
  }

  /** For a menu. */
  public String words() {
    return words;
  }
}
