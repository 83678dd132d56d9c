package tunebench.hub;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The page of an adapter: front matter that the Hub reads, then settings, figures and charts for
 * people.
 *
 * @param name heading
 * @param baseModel the name on the Hub of the model that it belongs to, or a folder's
 * @param progress where training stands, such as {@code Training in progress, step 100}
 * @param settings by dotted name, in order
 * @param charts paths in the repository by what they show
 */
public record ModelCard(
    String name,
    String baseModel,
    String progress,
    Map<String, String> settings,
    List<Figures> figures,
    Map<String, String> charts) {
  /**
   * What an evaluation gave.
   *
   * @param set what was priced, and how
   * @param mae mean absolute error in dollars, with the ends of its 95 % interval
   * @param hits in per cent
   */
  public record Figures(
      String set, int n, double mae, double low, double high, double rmsle, double hits) {}

  /** The page. */
  public String markdown() {
    StringBuilder page = new StringBuilder("---\nlibrary_name: peft\n");
    if (Repo.find(RepoType.MODEL, baseModel).isPresent()) {
      // The Hub refuses a base model that is no name.
      page.append("base_model: ").append(baseModel).append('\n');
    }
    page.append("tags:\n- lora\n- qlora\n- tunebench\n");
    index(page);
    page.append("---\n\n# ").append(name).append("\n\n");
    page.append("A LoRA adapter for `").append(baseModel);
    page.append("` that tells a product's price from its text. Trained with Tunebench.\n\n");
    page.append(progress).append(".\n");
    if (!figures.isEmpty()) {
      page.append(
          "\n## Figures\n\n| priced | products | mean absolute error (95 %) | RMSLE | hits |\n");
      page.append("| --- | --- | --- | --- | --- |\n");
      for (Figures f : figures) {
        page.append(
            String.format(
                Locale.ROOT,
                "| %s | %d | $%.2f (%.2f to %.2f) | %.2f | %.1f %% |%n".replace("%n", "\n"),
                f.set(),
                f.n(),
                f.mae(),
                f.low(),
                f.high(),
                f.rmsle(),
                f.hits()));
      }
    }
    charts.forEach((title, path) -> page.append("\n![%s](%s)\n".formatted(title, path)));
    if (!settings.isEmpty()) {
      page.append("\n## Settings\n\n| setting | value |\n| --- | --- |\n");
      settings.forEach(
          (key, value) -> page.append("| `%s` | %s |\n".formatted(key, value.replace("|", "\\|"))));
    }
    page.append("\n## Use\n\n```\nhub download REPO@REVISION\n");
    page.append("predict --model BASE --adapter REPO@REVISION --csv FILE --out FILE\n```\n");
    return page.toString();
  }

  /** The figures as the Hub's own tables read them. */
  private void index(StringBuilder page) {
    if (figures.isEmpty()) {
      return;
    }
    page.append("model-index:\n- name: ").append(quoted(name)).append("\n  results:\n");
    for (Figures f : figures) {
      page.append("  - task:\n      type: text-generation\n    dataset:\n      type: products\n");
      page.append("      name: ").append(quoted(f.set())).append("\n    metrics:\n");
      page.append(
          String.format(
              Locale.ROOT,
              "    - type: mae\n      name: mean absolute error in dollars\n      value: %.4f\n",
              f.mae()));
    }
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
