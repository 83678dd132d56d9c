package tunebench.model;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tunebench.Fixtures;
import tunebench.format.SplitPattern;
import tunebench.format.TokenizerJson;
import tunebench.format.TokenizerJson.AddedToken;

/** A fixture with a tokenizer of a few tokens, which the fixtures lack. */
final class TokenizedFixture {
  private TokenizedFixture() {}

  /** Copies a family into {@code folder}. */
  static Path of(Path folder, String family) throws Exception {
    Path source = Fixtures.folder(family);
    Path copy = Files.createDirectories(folder.resolve(family));
    for (String name : List.of("config.json", "model.safetensors", "generation_config.json")) {
      Files.copy(source.resolve(name), copy.resolve(name));
    }
    List<String> tokens = new ArrayList<>(List.of("<p>", "<s>", "<e>", "a", "b", "\u0120", "ab"));
    List<AddedToken> added =
        List.of(
            new AddedToken(0, "<p>", true),
            new AddedToken(1, "<s>", true),
            new AddedToken(2, "<e>", true));
    Files.writeString(
        copy.resolve("tokenizer.json"),
        new TokenizerJson(tokens, List.of("a b"), added, SplitPattern.LLAMA3, "<s>").text());
    Files.writeString(
        copy.resolve("tokenizer_config.json"),
        "{\"bos_token\":\"<s>\",\"eos_token\":\"<e>\",\"pad_token\":{\"content\":\"<p>\"},\"chat_template\":\"{{"
            + " messages }}\"}");
    return copy;
  }
}
