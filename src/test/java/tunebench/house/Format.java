package tunebench.house;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The house style: google-java-format over every source file. {@code main} rewrites the files; the
 * test only looks.
 */
public final class Format {
  private Format() {}

  public static void main(String[] args) throws IOException, FormatterException {
    for (Path file : offenders()) {
      Files.writeString(file, formatted(Files.readString(file)));
      System.out.println("formatted " + file);
    }
  }

  /** The source files whose text is not what the formatter would write. */
  static List<Path> offenders() throws IOException, FormatterException {
    List<Path> offenders = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).sorted().toList()) {
        String text = Files.readString(file);
        if (!text.equals(formatted(text))) {
          offenders.add(file);
        }
      }
    }
    return offenders;
  }

  static String formatted(String source) throws FormatterException {
    return new Formatter(JavaFormatterOptions.defaultOptions()).formatSourceAndFixImports(source);
  }
}
