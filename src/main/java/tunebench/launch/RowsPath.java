package tunebench.launch;

import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import tunebench.hub.Downloaded;

/** A file of products, or the name on the Hub of a dataset that was downloaded. */
final class RowsPath implements ITypeConverter<Path> {
  @Override
  public Path convert(String text) {
    return Downloaded.ofEnvironment().rows(text);
  }
}
