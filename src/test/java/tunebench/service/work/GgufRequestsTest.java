package tunebench.service.work;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tunebench.format.FileHash;
import tunebench.format.GgufType;
import tunebench.model.GgufFileExport;
import tunebench.protocol.ModelReply;
import tunebench.protocol.ModelRequest;
import tunebench.service.InProcessClient;
import tunebench.service.Service;
import tunebench.service.TinyShop;

/** What the window asks of a model works for a GGUF file as it does for a folder. */
class GgufRequestsTest {
  private static final String Q = "model.layers.0.self_attn.q_proj.weight";

  @TempDir Path folder;

  @Test
  void aFileIsTakenApartAsItsFolderIs() throws IOException {
    Path model = TinyShop.model(folder.resolve("model"));
    Path file = folder.resolve("m.gguf");
    new GgufFileExport(model, GgufType.F32, Device.cpu()).whole(null, file, share -> {});
    String gguf = file.toString();
    try (Service service = Service.open(folder.resolve("home"), Path.of(""))) {
      InProcessClient client = new InProcessClient(service);
      ModelReply.ModelInfo one = client.send(new ModelRequest.Describe(gguf));
      ModelReply.ModelInfo other = client.send(new ModelRequest.Describe(model.toString()));
      assertThat(one.parameters()).isEqualTo(other.parameters());
      assertThat(one.context()).isEqualTo(other.context());
      assertThat(one.weightBytes()).isPositive();
      assertThat(client.send(new ModelRequest.Tree(gguf, "nf4")).root().parameters())
          .isEqualTo(one.parameters());
      assertThat(client.send(new ModelRequest.Histogram(gguf, Q, 20)).counts())
          .isEqualTo(client.send(new ModelRequest.Histogram(model.toString(), Q, 20)).counts());
      assertThat(
              client
                  .send(new ModelRequest.CompareTokenizers(List.of(gguf), List.of("999")))
                  .tokenizers())
          .hasSize(1);
    }
    assertThat(FileHash.ofModel(file))
        .singleElement()
        .extracting(FileHash::name)
        .isEqualTo("m.gguf");
    assertThat(Hashes.ofModel(file)).isNotEqualTo(Hashes.ofModel(model));
  }
}
