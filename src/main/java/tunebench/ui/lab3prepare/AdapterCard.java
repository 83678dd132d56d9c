package tunebench.ui.lab3prepare;

import java.util.List;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.TableView;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import tunebench.protocol.ModelReply.MemoryAdvice;
import tunebench.protocol.ModelReply.MemoryItem;
import tunebench.protocol.ModelReply.MemoryPlan;
import tunebench.run.AdapterChoice;
import tunebench.ui.chart.Bars;
import tunebench.ui.chart.ChartPane;
import tunebench.ui.chart.Curves;
import tunebench.ui.control.Chip;
import tunebench.ui.control.Columns;
import tunebench.ui.control.EmptyState;
import tunebench.ui.control.Form;
import tunebench.ui.control.Later;
import tunebench.ui.control.Notice;
import tunebench.ui.control.Show;
import tunebench.ui.control.StatePane;
import tunebench.ui.control.TextScale;
import tunebench.ui.control.Ui;
import tunebench.ui.journal.GuessGate;
import tunebench.ui.journal.GuessViewModel;
import tunebench.ui.journal.Question;
import tunebench.ui.work.Desk;
import tunebench.ui.work.Place;

/** The adapter's settings with what they cost, and the memory that the run will take. */
final class AdapterCard extends StackPane {
  private final TableView<MemoryItem> items = new TableView<>();
  private final Bars bars = new Bars("", Curves.plain("#,##0.##"), true, false);
  private final StringProperty fits = new SimpleStringProperty("");
  private final StringProperty advice = new SimpleStringProperty("");

  AdapterCard(AdapterViewModel model, Desk desk) {
    var left = settings(model, desk);
    TextScale.wide(left, 340, 380);
    var row = Ui.row(10, left, Ui.wide(Later.part(desk.work(), () -> plan(model, desk))));
    row.setAlignment(javafx.geometry.Pos.TOP_LEFT);
    row.setFillHeight(true);
    var empty =
        new EmptyState(
            "mdi2p-puzzle-outline", "Open a model first", "The adapter is sized to its matrices.");
    getChildren().add(new StatePane(model.screen(), row, empty));
    model.planProperty().subscribe(this::show);
  }

  private static VBox settings(AdapterViewModel model, Desk desk) {
    ObjectProperty<AdapterChoice> value = desk.draft().adapterProperty();
    var targets = new FlowPane(14, 8);
    for (String name : desk.workspace().welcome().targets()) {
      var box = new CheckBox(name);
      // Names of modules have underscores, which would be taken for keys.
      box.setMnemonicParsing(false);
      box.setId("target-" + name);
      value.subscribe(choice -> box.setSelected(choice.targets().contains(name)));
      box.setOnAction(event -> model.target(name, box.isSelected()));
      Ui.named(
          box, name, "Whether these matrices get an adapter. Usual: q, k, v and o of attention.");
      // A family has some of these modules; one that is chosen can be taken out in any case.
      model
          .modulesProperty()
          .subscribe(
              known -> {
                boolean here = model.has(name) || box.isSelected();
                box.setVisible(here);
                box.setManaged(here);
              });
      targets.getChildren().add(box);
    }
    var chips =
        new FlowPane(
            8,
            8,
            new Chip("Parameters", model.parametersProperty(), "Trainable parameters"),
            new Chip("Of the model", model.shareProperty(), "Share of the model's parameters"),
            new Chip("On disk", model.sizeProperty(), "In 32-bit floats"));
    return Ui.card(
        Ui.title("Adapter"),
        chips,
        new Form<>(value)
            .whole(
                "Rank",
                1,
                4096,
                "Usual: 8 to 64; the course: 32",
                "Width of the update. Twice the rank, twice the parameters.",
                AdapterChoice::rank,
                (c, v) ->
                    new AdapterChoice(
                        v.intValue(), c.alpha(), c.dropout(), c.targets(), c.rankStabilised()))
            .real(
                "Alpha",
                0.001,
                100_000,
                "Usual: twice the rank",
                "The update is scaled by alpha / rank.",
                AdapterChoice::alpha,
                (c, v) ->
                    new AdapterChoice(c.rank(), v, c.dropout(), c.targets(), c.rankStabilised()))
            .real(
                "Dropout",
                0,
                0.95,
                "Usual: 0.05 to 0.2",
                "Share of the adapter's inputs dropped in training, against learning by heart.",
                AdapterChoice::dropout,
                (c, v) ->
                    new AdapterChoice(c.rank(), c.alpha(), v, c.targets(), c.rankStabilised()))
            .check(
                "Rank-stabilised",
                "Scales by alpha / sqrt(rank) instead: for high ranks. Usual: off.",
                AdapterChoice::rankStabilised,
                (c, on) -> new AdapterChoice(c.rank(), c.alpha(), c.dropout(), c.targets(), on))
            .pairs(),
        Ui.title("Modules that get one"),
        targets,
        Ui.prose(
            "Each chosen matrix W stays frozen in 4 bits. Beside it, B·A of the rank above is"
                + " learned: rank × (inputs + outputs) parameters.",
            "usual"));
  }

  private Node plan(AdapterViewModel model, Desk desk) {
    items.setAccessibleText("Memory plan, item by item");
    items.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
    items.setPlaceholder(Ui.label("Import products to see the plan", "text-muted"));
    items
        .getColumns()
        .setAll(
            List.of(
                Columns.narrow(
                    Columns.text("Part", 100, (MemoryItem i) -> Show.sentence(i.name()))),
                Columns.narrow(
                    Columns.figure(
                        "Memory", 84, MemoryItem::bytes, v -> Show.bytes(v.longValue()))),
                Columns.text("How it is reckoned", 380, i -> Show.sentence(i.why()))));
    items.setPrefHeight(36 + 7 * 30);
    var chart = new ChartPane(bars, "Memory plan by part", desk.dark());
    chart.setPrefHeight(220);
    var next =
        Ui.button(
            "To lab 4",
            "mdi2a-arrow-right",
            "Opens lab 4, where the run is started",
            () -> desk.go().accept(Place.TRAIN));
    var result = new VBox(10, Notice.success(fits), Notice.warning(advice), items, Ui.tall(chart));
    return Ui.card(
        Ui.row(10, Ui.title("Will it fit?"), Ui.spring(), next),
        Notice.danger(model.problemProperty()),
        Ui.tall(new GuessGate(question(desk), result)));
  }

  private static GuessViewModel question(Desk desk) {
    var subject =
        desk.draft()
            .specBinding()
            .map(
                spec ->
                    String.join(
                        "|",
                        spec.model().folder(),
                        spec.model().quantization(),
                        spec.data().dataset()))
            .orElse("");
    return new GuessViewModel(
        desk.journal(),
        Question.TRAINING_MEMORY,
        subject,
        () -> desk.draft().specBinding().get(),
        desk.workspace().unitOfMemory());
  }

  private void show(@Nullable MemoryPlan plan) {
    if (plan == null) {
      items.getItems().clear();
      fits.set("");
      advice.set("");
      bars.show("", List.of(), List.of(), List.of());
      return;
    }
    items.getItems().setAll(plan.items());
    double scale = plan.totalBytes() > 2e9 ? 1e9 : 1e6;
    bars.show(
        scale == 1e9 ? "GB" : "MB",
        plan.items().stream().map(i -> Show.sentence(i.name())).toList(),
        List.of(
            new Bars.Part("Memory", plan.items().stream().map(i -> i.bytes() / scale).toList())),
        List.of());
    String learned =
        plan.correction() == 1
            ? ""
            : Show.text(" Earlier runs taught a factor of %.2f.", plan.correction());
    String figures =
        Show.text(
            "%s needed, %s free on %s.%s",
            Show.bytes(plan.totalBytes()),
            Show.bytes(plan.freeBytes()),
            Show.device(plan.device()),
            learned);
    fits.set(plan.fits() ? "It fits: " + figures : "");
    if (plan.fits()) {
      advice.set("");
      return;
    }
    StringBuilder says = new StringBuilder("It does not fit: ").append(figures);
    for (MemoryAdvice a : plan.advice()) {
      says.append(
          Show.text(
              "%n• %s from %s to %s frees %s%s",
              a.setting(),
              a.from(),
              a.to(),
              Show.bytes(a.freesBytes()),
              a.fits() ? ", which is enough" : ""));
    }
    advice.set(says.toString());
  }
}
