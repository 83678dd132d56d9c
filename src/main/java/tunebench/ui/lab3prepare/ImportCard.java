package tunebench.ui.lab3prepare;

import java.util.List;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableView;
import javafx.scene.input.DragEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import tunebench.protocol.DataReply;
import tunebench.protocol.DataReply.ProductRow;
import tunebench.protocol.DataReply.RejectedRow;
import tunebench.ui.control.Columns;
import tunebench.ui.control.EmptyState;
import tunebench.ui.control.Later;
import tunebench.ui.control.Notice;
import tunebench.ui.control.Show;
import tunebench.ui.control.StatePane;
import tunebench.ui.control.TextScale;
import tunebench.ui.control.Ui;
import tunebench.ui.work.Desk;
import tunebench.ui.work.Work;

/** Where a file is dropped, its columns are corrected, and its rows are looked through. */
final class ImportCard extends StackPane {
  private static final PseudoClass OVER = PseudoClass.getPseudoClass("over");

  private final ImportViewModel model;
  private final Work work;
  private final GridPane mapping = new GridPane(10, 10);
  private final TableView<ProductRow> sample = new TableView<>();
  private final TableView<RejectedRow> faults = new TableView<>();
  private final Tab rejected = new Tab("Rejected");

  ImportCard(ImportViewModel model, Desk desk) {
    this.model = model;
    this.work = desk.work();
    setId("drop");
    Button choose =
        Ui.primary(
            "Choose a file …",
            "mdi2f-file-table-outline",
            "A CSV or JSONL file with a title and a price in each row",
            () -> desk.chooser().open("Import products", "csv jsonl", model::open));
    Button sampleFile =
        Ui.button(
            "Use the file that ships",
            "mdi2g-gift-outline",
            "3,000 invented products whose prices follow from their texts",
            () -> model.open(java.nio.file.Path.of(desk.workspace().welcome().sampleCsv())));
    sampleFile.setId("sample-file");
    Button hub =
        Ui.button(
            "From the Hub …",
            "mdi2c-cloud-download-outline",
            "A dataset of the Hugging Face Hub, by its name and revision",
            () -> new HubDataDialog(desk, model::open).show(this));
    hub.setId("hub-data");
    var empty =
        new EmptyState(
            "mdi2t-tray-arrow-down",
            "Drop a CSV or JSONL file here",
            "One product a row. Columns are guessed from their names and values; you can correct"
                + " them, and you see each row that cannot be used and why.",
            choose,
            sampleFile,
            hub);
    empty.getStyleClass().add("drop-zone");
    tables();
    getChildren()
        .add(new StatePane(model.screen(), Later.part(desk.work(), () -> ready(model)), empty));
    model.previewProperty().subscribe(this::show);
    drops(empty);
  }

  private void drops(Node zone) {
    setOnDragOver(
        event -> {
          if (event.getDragboard().hasFiles()) {
            event.acceptTransferModes(TransferMode.COPY);
          }
        });
    addEventHandler(DragEvent.DRAG_ENTERED, event -> zone.pseudoClassStateChanged(OVER, true));
    addEventHandler(DragEvent.DRAG_EXITED, event -> zone.pseudoClassStateChanged(OVER, false));
    setOnDragDropped(
        event -> {
          zone.pseudoClassStateChanged(OVER, false);
          if (event.getDragboard().hasFiles()) {
            model.open(event.getDragboard().getFiles().getFirst().toPath());
            event.setDropCompleted(true);
          }
        });
  }

  private Node ready(ImportViewModel m) {
    Label file = Ui.title("");
    file.setMinWidth(120);
    file.setTextOverrun(javafx.scene.control.OverrunStyle.LEADING_ELLIPSIS);
    file.textProperty().bind(m.fileProperty());
    Label account = Ui.whole(Ui.label("", "text-muted"));
    account.textProperty().bind(m.accountProperty());
    Button accept =
        Ui.primary(
            "Import", "mdi2d-database-plus-outline", "Keeps the products as a dataset", m::accept);
    accept.setId("import");
    Button other = Ui.button("Other file", "mdi2c-close", "Puts this file away", m::close);
    var head =
        Ui.card(
            Ui.row(10, file, Ui.spring(), account, other, accept),
            Notice.success(m.doneProperty()));
    for (int i = 0; i < 3; i++) {
      var column = new ColumnConstraints();
      column.setPercentWidth(100.0 / 3);
      mapping.getColumnConstraints().add(column);
    }
    var options = ImportOptions.form(m.choiceProperty());
    var left = Ui.card(Ui.title("Columns"), mapping, Ui.title("Rows"), options);
    TextScale.wide(left, 380, 420);
    var accepted = new Tab("Products", sample);
    rejected.setContent(faults);
    var tabs = new TabPane(accepted, rejected);
    tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
    var right = Ui.card(Ui.tall(tabs));
    var body = Ui.row(10, left, Ui.wide(right));
    body.setAlignment(javafx.geometry.Pos.TOP_LEFT);
    return new VBox(10, head, Ui.tall(body));
  }

  private void tables() {
    sample.setId("preview");
    sample.setAccessibleText("First products of the file");
    sample
        .getColumns()
        .setAll(
            List.of(
                Columns.figure("Line", 54, ProductRow::line, v -> Show.text("%.0f", v)),
                Columns.figure("Price", 80, ProductRow::price, Show::dollars),
                Columns.text("Title", 170, ProductRow::title),
                Columns.text("Description", 260, ProductRow::description),
                Columns.text("Category", 90, ProductRow::category),
                Columns.text("Brand", 90, ProductRow::brand),
                Columns.text("Details", 160, ProductRow::details)));
    faults.setAccessibleText("Rejected rows with reasons");
    faults.setPlaceholder(Ui.label("No row was rejected", "text-muted"));
    faults.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
    faults
        .getColumns()
        .setAll(
            List.of(
                Columns.narrow(
                    Columns.figure("Line", 60, RejectedRow::line, v -> Show.text("%.0f", v))),
                Columns.narrow(Columns.text("Column", 90, RejectedRow::column)),
                Columns.narrow(Columns.text("Value", 130, RejectedRow::value)),
                Columns.text("Why", 270, row -> Show.sentence(row.reason()))));
  }

  private void show(DataReply.@Nullable Preview preview) {
    mapping.getChildren().clear();
    if (preview == null) {
      return;
    }
    sample.getItems().setAll(preview.sample());
    faults.getItems().setAll(preview.faults());
    rejected.setText(Show.text("Rejected (%,d)", preview.rejected()));
    for (int i = 0; i < ImportViewModel.FIELDS.size(); i++) {
      String field = ImportViewModel.FIELDS.get(i);
      mapping.add(Later.part(work, () -> FieldColumn.of(field, preview, model)), i % 3, i / 3);
    }
  }
}
