package tunebench.service.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tunebench.protocol.DataReply;
import tunebench.protocol.DataRequest;
import tunebench.protocol.Task;
import tunebench.run.DataChoice;
import tunebench.run.DecoderChoice;
import tunebench.run.ModelChoice;

/** What lab 3 asks of a file, and the prices of a whole file. */
class DataRequestsTest extends ServedShop {

  @Override
  Path shop() throws IOException {
    Path file = super.shop();
    return Files.writeString(file, Files.readString(file) + "No price,\"x\",free\n");
  }

  @Test
  void dataIsSeenOnItsWayToTheModel() {
    DataRequest.ImportChoice choice = DataRequest.ImportChoice.standard();
    DataReply.Preview preview = client.send(new DataRequest.Preview(csv.toString(), choice, 3));
    assertThat(preview.rowsIn()).isEqualTo(61).isEqualTo(preview.accepted() + preview.rejected());
    assertThat(preview.sample()).hasSize(3);
    assertThat(preview.faults())
        .singleElement()
        .satisfies(f -> assertThat(f.value()).isEqualTo("free"));
    DataChoice data = new DataChoice(dataset, "V1", 0, 8, 8, 42);
    var sizes = client.send(new DataRequest.SplitSizes(data));
    assertThat(List.of(sizes.train(), sizes.validation(), sizes.test())).containsExactly(44, 8, 8);
    var lengths = client.send(new DataRequest.TokenLengths(data, "train", model.toString()));
    assertThat(lengths.counts().stream().mapToInt(i -> i).sum()).isEqualTo(44);
    int line =
        client.send(new DataRequest.Products(data, "train", "", 0, 1)).products().getFirst().line();
    var xray = client.send(new DataRequest.Xray(dataset, line, "V1", model.toString(), 182, false));
    assertThat(xray.shortened()).isFalse();
    assertThat(xray.tokens()).hasSize(xray.uncutTokens());
    String learned =
        xray.tokens().stream()
            .filter(DataReply.XrayToken::loss)
            .map(DataReply.XrayToken::text)
            .reduce("", String::concat);
    assertThat(learned).isEqualTo(xray.answer());
    var narrow =
        client.send(new DataRequest.Xray(dataset, line, "V1", model.toString(), 26, false));
    assertThat(narrow.shortened()).isTrue();
    assertThat(narrow.tokens()).hasSizeLessThanOrEqualTo(26);
  }

  @Test
  void everyRowOfAFileGetsAPrice() throws IOException {
    Path output = folder.resolve("priced.csv");
    var _ =
        done(
            new Task.Predict(
                new ModelChoice(model.toString(), "bf16", "cpu"),
                "",
                csv.toString(),
                Map.of(),
                "V1",
                DecoderChoice.topThree(),
                64,
                output.toString()));
    List<String> lines = Files.readAllLines(output);
    assertThat(lines).hasSize(62);
    assertThat(lines.getFirst()).isEqualTo("title,description,price,predicted_price");
  }
}
