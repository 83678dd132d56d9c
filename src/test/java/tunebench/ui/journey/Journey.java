package tunebench.ui.journey;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.TreeTableView;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import tunebench.ui.Workbench;
import tunebench.ui.shell.Shell;

/**
 * The way through all five labs, ending on the comparison of two runs. It knows the window only as
 * a person does: by what is written on it and by what can be clicked.
 */
final class Journey {
  private final Hand hand;
  private final Workbench bench;
  private final Amount amount;
  private final Consumer<String> seen;
  private double firstClickSeconds;

  /**
   * How much is done on the way.
   *
   * @param trialRows priced in each format in lab 1
   * @param baselineRows priced in lab 2
   * @param rank of the adapter in lab 3
   * @param everywhere whether all projections get one, without dropout
   * @param epochs trained in lab 4
   * @param steps at most
   * @param pauseAt the step from which the run is paused
   * @param rate the learning rate there
   * @param batch rows of a step there
   * @param rows evaluated in lab 5
   */
  record Amount(
      int trialRows,
      int baselineRows,
      int rank,
      boolean everywhere,
      int epochs,
      int steps,
      int pauseAt,
      String rate,
      int batch,
      int rows) {}

  /**
   * A journey in a window that is open.
   *
   * @param seen told the name of each screen when there is something to see on it
   */
  Journey(Stage stage, Workbench bench, Amount amount, Consumer<String> seen) {
    this.hand = new Hand(stage);
    this.bench = bench;
    this.amount = amount;
    this.seen = seen;
  }

  /** From the first click to something real on the screen. */
  double firstClickSeconds() {
    return firstClickSeconds;
  }

  void start() {
    hand.until("the window is ready", () -> bench.shell() != null);
    hand.until("the shipped model is listed", () -> says(".recent .label", "tunebench-base"));
    hand.until("the device is known", () -> !says(".button", "Asking for the device"));
    seen.accept("start");
    long began = System.nanoTime();
    hand.click("#begin");
    hand.until(
        "the model's tree is there",
        () -> hand.sees("#tree") && hand.look(TreeTableView.class, "#tree").getRoot() != null);
    firstClickSeconds = (System.nanoTime() - began) / 1e9;
  }

  void quantize() {
    hand.click("#measure");
    hand.until(
        "all formats are measured", () -> !said("Loading the model in each format") && idle());
    seen.accept("lab1-memory");
    hand.click("embed_tokens");
    hand.until("the errors are there", () -> rows("#errors") > 0);
    hand.type(KeyCode.DOWN, KeyCode.DOWN);
    hand.type(KeyCode.RIGHT, KeyCode.DOWN, KeyCode.DOWN, KeyCode.RIGHT, KeyCode.DOWN);
    hand.until("a projection is looked into", () -> says(".mono", "q_proj"));
    hand.click("INT4");
    hand.until("INT4's levels are drawn", () -> said("15 values that INT4"));
    hand.click("NF4");
    hand.until("NF4's levels are drawn", () -> said("16 values that NF4"));
    seen.accept("lab1-layer");
    hand.click("Same rows in each format");
    hand.write("#trial-rows", Integer.toString(amount.trialRows()));
    hand.click("#trials");
    hand.until("the trials begin", () -> !disabled("#trials-stop"));
    hand.until("all formats have priced the rows", 900, () -> disabled("#trials-stop"));
    seen.accept("lab1-trials");
  }

  void baseline() {
    hand.click("#place-baseline");
    hand.click("Tokenizers");
    hand.until("the tokenizer is cut", () -> said("is one token"));
    seen.accept("lab2-tokenizers");
    hand.click("Untrained model");
    hand.write("#baseline-rows", Integer.toString(amount.baselineRows()));
    hand.click("#measure-baseline");
    hand.until("the first rows come", 300, () -> rows("#rows") > amount.baselineRows() / 2);
    hand.click("Running mean");
    seen.accept("lab2-live");
    hand.until("all rows are priced", 900, () -> rows("#rows") == amount.baselineRows() && idle());
    hand.click("Guesses");
  }

  void prepare(Path csv) {
    hand.click("#place-prepare");
    hand.dragFile(csv, "#drop");
    hand.until("the file is previewed", () -> hand.sees("#preview") && rows("#preview") > 0);
    seen.accept("lab3-file");
    hand.click("#import");
    hand.until("it is imported", () -> said("products"));
    hand.click("2  Split and tokens");
    hand.until("a row is seen through", () -> said("learns to say"));
    hand.until("lengths are counted", () -> said("are longer than"));
    seen.accept("lab3-tokens");
    hand.click("3  Adapter and memory");
    hand.write("#field-rank", Integer.toString(amount.rank()));
    if (amount.everywhere()) {
      hand.write("#field-dropout", "0");
      for (String name : List.of("gate_proj", "up_proj", "down_proj")) {
        hand.click("#target-" + name);
      }
    }
    hand.until("the plan is made", () -> said("It fits"));
    seen.accept("lab3-adapter");
  }

  void train() {
    hand.click("To lab 4");
    hand.write("#field-epochs", Integer.toString(amount.epochs()));
    hand.write("#field-batch", Integer.toString(amount.batch()));
    hand.write("#field-learning-rate", amount.rate());
    hand.keys(KeyCode.CONTROL, KeyCode.B);
    hand.click("#show-settings");
    scrollTo("#field-most-steps");
    hand.write("#field-most-steps", Integer.toString(amount.steps()));
    hand.click("#start-run");
    hand.until("the run is on its way", 900, () -> step() >= amount.pauseAt());
    seen.accept("lab4-running");
    hand.click("#pause");
    hand.until("the run is paused", () -> said("Paused"));
    hand.click("#resume");
    hand.until("the run is finished", 1800, () -> said("Finished") && idle());
    seen.accept("lab4-finished");
  }

  void evaluate() {
    hand.click("#place-evaluate");
    hand.write("#evaluate-rows", Integer.toString(amount.rows()));
    hand.click("#evaluate");
    hand.until("the evaluations begin", () -> !idle());
    hand.until("both are done", 900, () -> idle() && rows("#rows") == amount.rows());
    hand.until("the two are compared", () -> said(" fixed, "));
    hand.click(row("#rows", 1));
    hand.until("the row's distribution is drawn", () -> said("wrote"));
    seen.accept("lab5");
  }

  void compare() {
    hand.click("#place-runs");
    hand.until("runs are listed", () -> rows("#runs") >= 2);
    hand.click(row("#runs", 0));
    hand.clickToo(row("#runs", 1));
    hand.until(
        "the two are side by side", () -> hand.sees("#differences") && rows("#differences") > 0);
    seen.accept("runs-differences");
    hand.click("Predictions");
    hand.until(
        "both are drawn",
        () -> hand.sees("Drag over points in one plot: the same products light up in all."));
    seen.accept("runs-predictions");
  }

  private void scrollTo(String query) {
    Hand.onFx(
        () -> {
          var node = hand.look(Node.class, query);
          for (var at = node.getParent(); at != null; at = at.getParent()) {
            if (at instanceof ScrollPane pane) {
              double all = pane.getContent().getBoundsInLocal().getHeight();
              double y = pane.getContent().sceneToLocal(node.localToScene(0, 0)).getY();
              double room = all - pane.getViewportBounds().getHeight();
              pane.setVvalue(room <= 0 ? 0 : Math.clamp((y - 40) / room, 0, 1));
              break;
            }
          }
          return true;
        });
  }

  private int rows(String table) {
    return hand.sees(table) ? hand.look(TableView.class, table).getItems().size() : 0;
  }

  /** A table shows its rows a few frames after it has them, and changes their nodes until then. */
  private TableRow<?> row(String table, int index) {
    hand.until(
        "row " + index + " of " + table + " is shown",
        () -> !grows(table) && shown(table, index).isPresent());
    return Hand.onFx(() -> shown(table, index).orElseThrow());
  }

  /** Whether a table is still held lower than its room. */
  private boolean grows(String table) {
    double most = hand.look(TableView.class, table).getMaxHeight();
    return most >= 0 && most < 10_000;
  }

  private Optional<TableRow<?>> shown(String table, int index) {
    for (var node : hand.look(TableView.class, table).lookupAll(".table-row-cell")) {
      if (node instanceof TableRow<?> row
          && row.getIndex() == index
          && row.isVisible()
          && row.getScene() != null) {
        return Optional.of(row);
      }
    }
    return Optional.empty();
  }

  private Shell shell() {
    return Objects.requireNonNull(bench.shell());
  }

  private boolean disabled(String query) {
    return shell().lookup(query).isDisabled();
  }

  private boolean idle() {
    return shell().lookup("#status-job") instanceof Labeled job
        && job.getText().startsWith("No job");
  }

  private boolean said(String part) {
    return says(".label", part);
  }

  private boolean says(String selector, String part) {
    return shell().lookupAll(selector).stream()
        .filter(Labeled.class::isInstance)
        .filter(node -> seen(node))
        .anyMatch(
            node ->
                ((Labeled) node).getText() != null && ((Labeled) node).getText().contains(part));
  }

  private static boolean seen(Node node) {
    for (var at = node; at != null; at = at.getParent()) {
      if (!at.isVisible()) {
        return false;
      }
    }
    return true;
  }

  private int step() {
    return shell().lookupAll(".label").stream()
        .filter(Labeled.class::isInstance)
        .map(node -> ((Labeled) node).getText())
        .filter(text -> text != null && text.matches("(?s).*· step [\\d,]+ of .*"))
        .mapToInt(
            text ->
                Integer.parseInt(
                    text.replaceAll("(?s).*· step ([\\d,]+) of .*", "$1").replace(",", "")))
        .findFirst()
        .orElse(0);
  }
}
