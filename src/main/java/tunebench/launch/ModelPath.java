package tunebench.launch;

import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import tunebench.hub.Downloaded;

/** A folder, or the name on the Hub of a model or an adapter that was downloaded. */
final class ModelPath implements ITypeConverter<Path> {
  @Override
  public Path convert(String text) {
    return Downloaded.ofEnvironment().model(text);
  }
}
