import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/**
 * Writes the licence notices of everything that a package holds: from the bill of materials (which
 * licence each library names) and from the library's own jar (what it says itself). Run as {@code
 * java installer/Notices.java BOM.xml JARS OUT}. A jar that the bill does not know, or a library
 * without a licence, ends it with an error: nothing is shipped unnamed.
 */
final class Notices {
  private Notices() {}

  /** A library and the licences that it names. */
  private record Library(String name, String version, Set<String> licences) {}

  public static void main(String[] args) throws Exception {
    TreeMap<String, Library> libraries = libraries(Path.of(args[0]));
    StringBuilder out = new StringBuilder();
    out.append("Tunebench is under the Apache License 2.0. It comes with these libraries, each\n");
    out.append("under its own licence, and with a Java runtime under the GNU General Public\n");
    out.append("License 2 with the Classpath Exception (its notices: lib/runtime/legal).\n\n");
    StringBuilder texts = new StringBuilder();
    int named = 0;
    try (Stream<Path> jars = Files.list(Path.of(args[1]))) {
      for (Path jar : jars.filter(p -> p.toString().endsWith(".jar")).sorted().toList()) {
        String file = jar.getFileName().toString();
        if (file.startsWith("tunebench-")) {
          continue;
        }
        Library library = find(libraries, file);
        if (library.licences.isEmpty()) {
          throw new IllegalStateException(file + " names no licence; find out before it is shipped");
        }
        out.append(
            "%s %s: %s%n"
                .formatted(library.name, library.version, String.join("; ", library.licences)));
        texts.append(texts(jar));
        named++;
      }
    }
    out.append("\nWhat the libraries' own files say\n").append(texts);
    Files.writeString(Path.of(args[2]), out);
    System.out.printf("Notices of %d libraries in %s%n", named, args[2]);
  }

  private static Library find(TreeMap<String, Library> libraries, String file) {
    // The longest name that fits: tokenizers-0.36.0.jar, pytorch-native-cpu-2.7.1-linux-x86_64.jar.
    return libraries.entrySet().stream()
        .filter(e -> file.startsWith(e.getKey()))
        .max(Comparator.comparingInt(e -> e.getKey().length()))
        .orElseThrow(() -> new IllegalStateException(file + " is not in the bill of materials"))
        .getValue();
  }

  private static TreeMap<String, Library> libraries(Path bom) throws Exception {
    TreeMap<String, Library> libraries = new TreeMap<>();
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    NodeList components =
        factory.newDocumentBuilder().parse(bom.toFile()).getElementsByTagName("component");
    for (int i = 0; i < components.getLength(); i++) {
      Element component = (Element) components.item(i);
      String name = child(component, "name");
      String version = child(component, "version");
      Set<String> licences = new TreeSet<>();
      NodeList found = component.getElementsByTagName("license");
      for (int j = 0; j < found.getLength(); j++) {
        Element licence = (Element) found.item(j);
        String id = child(licence, "id");
        licences.add(id.isEmpty() ? child(licence, "name") : id);
      }
      NodeList expressions = component.getElementsByTagName("expression");
      for (int j = 0; j < expressions.getLength(); j++) {
        licences.add(expressions.item(j).getTextContent());
      }
      libraries.put(name + "-" + version, new Library(name, version, licences));
    }
    return libraries;
  }

  private static String child(Element parent, String name) {
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node.getNodeName().equals(name)) {
        return node.getTextContent().strip();
      }
    }
    return "";
  }

  private static String texts(Path jar) throws IOException {
    StringBuilder texts = new StringBuilder();
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      List<? extends ZipEntry> entries =
          zip.stream().filter(e -> !e.isDirectory() && isNotice(e.getName())).toList();
      for (ZipEntry entry : entries) {
        try (InputStream in = zip.getInputStream(entry)) {
          String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
          texts.append("\n--- %s: %s ---\n\n".formatted(jar.getFileName(), entry.getName()));
          texts.append(text.strip()).append('\n');
        }
      }
    }
    return texts.toString();
  }

  private static boolean isNotice(String name) {
    String last = name.substring(name.lastIndexOf('/') + 1).toUpperCase(Locale.ROOT);
    return !last.endsWith(".CLASS")
        && (last.startsWith("LICENSE") || last.startsWith("NOTICE") || last.startsWith("COPYING"));
  }
}
