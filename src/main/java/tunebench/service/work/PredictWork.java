package tunebench.service.work;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tunebench.BadInputException;
import tunebench.data.ColumnMapping;
import tunebench.data.CsvImport;
import tunebench.data.Field;
import tunebench.data.Product;
import tunebench.format.AtomicFile;
import tunebench.llama.LanguageModel;
import tunebench.lora.AdapterFolder;
import tunebench.model.AdaptedModel;
import tunebench.model.OpenModel;
import tunebench.model.OpenSettings;
import tunebench.protocol.Outcome;
import tunebench.protocol.Task;
import tunebench.quant.Quantization;
import tunebench.run.EvaluationRow;
import tunebench.service.job.Ending;
import tunebench.service.job.JobControl;
import tunebench.service.job.JobWork;
import tunebench.service.job.Wish;
import tunebench.tensor.DeviceMemory;
import tunebench.tensor.Devices;
import tunebench.tensor.Scope;
import tunebench.token.ExampleBuilder;
import tunebench.token.TextTokenizer;

/** Writes a copy of a CSV file with a predicted price at the end of each row. */
record PredictWork(Engine engine, Task.Predict task) implements JobWork {
  private static final String COLUMN = "predicted_price";
  private static final int BATCH = 16;

  @Override
  public Ending run(JobControl control) throws Exception {
    Path folder = Path.of(task.model().folder());
    Devices device = Devices.choose(task.model().device());
    control.stage("reading the data");
    List<NamedCsvRecord> records = records(Path.of(task.file()));
    List<Product> products = products(records);
    OpenSettings how =
        OpenSettings.fast(Quantization.of(task.model().quantization()), device.isGpu());
    try (TextTokenizer tokenizer = TextTokenizer.open(folder);
        OpenModel open = Loading.open(control, folder, how, device);
        Scope scope = Scope.on(device.device())) {
      LanguageModel model = open.model();
      if (!task.adapter().isEmpty()) {
        Path adapter = Adapters.folder(engine, task.adapter(), "best");
        model = AdaptedModel.of(model, AdapterFolder.read(scope, adapter));
      }
      ExampleBuilder builder =
          new ExampleBuilder(
              tokenizer, PriceTemplates.of(task.template()), task.maxTokens(), false);
      Pricing pricing = new Pricing(scope, model, tokenizer, builder, task.decoder(), BATCH);
      control.stage("pricing");
      control.progress(0, products.size(), "products");
      List<EvaluationRow> rows = new ArrayList<>();
      for (int from = 0; from < products.size(); from += BATCH) {
        int until = Math.min(products.size(), from + BATCH);
        rows.addAll(pricing.rows(scope, "", products.subList(from, until), from));
        control.progress(until, products.size(), "products");
        if (control.wish() == Wish.CANCEL) {
          return new Ending.Cancelled();
        }
      }
      return written(records, rows);
    } finally {
      DeviceMemory.release(device.device());
    }
  }

  private static List<NamedCsvRecord> records(Path file) {
    try (CsvReader<NamedCsvRecord> reader =
        CsvReader.builder().detectBomHeader(true).ofNamedCsvRecord(file)) {
      List<NamedCsvRecord> records = reader.stream().toList();
      if (records.isEmpty()) {
        throw new BadInputException(file + " has no rows below its header.");
      }
      return records;
    } catch (IOException | RuntimeException e) {
      if (e instanceof BadInputException bad) {
        throw bad;
      }
      throw new BadInputException(
          "%s cannot be read as CSV: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** Every row is a product here: the price, which is to be found, may be missing. */
  private List<Product> products(List<NamedCsvRecord> records) {
    ColumnMapping mapping = ColumnMapping.guess(CsvImport.header(Path.of(task.file())));
    List<Product> products = new ArrayList<>();
    for (NamedCsvRecord record : records) {
      products.add(
          new Product(
              (int) record.getStartingLineNumber(),
              text(record, mapping, Field.TITLE),
              text(record, mapping, Field.DESCRIPTION),
              text(record, mapping, Field.CATEGORY),
              text(record, mapping, Field.BRAND),
              text(record, mapping, Field.DETAILS),
              0));
    }
    return products;
  }

  private String text(NamedCsvRecord record, ColumnMapping guessed, Field field) {
    String name = field.name().toLowerCase(Locale.ROOT);
    List<String> parts = new ArrayList<>();
    for (String column : task.columns().getOrDefault(name, guessed.of(field))) {
      parts.add(
          record
              .findField(column)
              .orElseThrow(
                  () ->
                      new BadInputException(
                          "%s has no column \"%s\".".formatted(task.file(), column))));
    }
    return String.join("\n", parts).strip();
  }

  private Ending written(List<NamedCsvRecord> records, List<EvaluationRow> rows)
      throws IOException {
    StringWriter text = new StringWriter();
    try (CsvWriter writer = CsvWriter.builder().build(text)) {
      List<String> header = new ArrayList<>(records.getFirst().getHeader());
      header.add(COLUMN);
      writer.writeRecord(header);
      for (int i = 0; i < records.size(); i++) {
        List<String> cells = new ArrayList<>(records.get(i).getFields());
        cells.add(rows.get(i).parsed() ? Double.toString(rows.get(i).guess()) : "");
        writer.writeRecord(cells);
      }
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    Path output = Path.of(task.output()).toAbsolutePath();
    Files.createDirectories(output.getParent());
    AtomicFile.write(output, bytes);
    return new Ending.Done(new Outcome.Wrote(output.toString(), bytes.length, rows.size()));
  }

  @Override
  public String explain(Exception failure) {
    return Failures.sentence(failure);
  }
}
