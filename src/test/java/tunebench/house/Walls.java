package tunebench.house;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The walls between packages, each a rule under a name; they hold for any root package. */
final class Walls {
  private final String root;
  private final Map<String, ArchRule> rules = new LinkedHashMap<>();

  private Walls(String root) {
    this.root = root;
  }

  /** The rules by name. */
  static Map<String, ArchRule> of(String root) {
    Walls walls = new Walls(root);
    walls.pipeline();
    walls.fast();
    walls.processes();
    walls.libraries();
    return walls.rules;
  }

  private void pipeline() {
    imports("data", "the data comes first and knows nothing that follows");
    imports("prompt", "a prompt is made from a product alone", "data");
    imports(
        "token",
        "tokens are made from prompts, and only here is loss masked",
        "data",
        "prompt",
        "format");
    imports("format", "file formats hand out bytes and know no tensor and no model");
    imports("tensor", "the door to DJL has nothing of ours behind it");
    imports("nn", "a block is tensors and nothing else", "tensor");
    imports("quant", "a quantized projection is a block", "nn", "tensor", "format");
    imports(
        "lora", "an adapter wraps any projection, whatever its format", "nn", "tensor", "format");
    imports(
        "llama", "a decoder is made of blocks, whatever their format", "nn", "tensor", "format");
    imports(
        "model",
        "weights, formats and adapters meet here, below training and evaluation",
        "llama",
        "quant",
        "lora",
        "nn",
        "tensor",
        "token",
        "format");
  }

  private void fast() {
    imports(
        "fused",
        "the decoder by hand is made of the same parts as the composed one, below training",
        "llama",
        "quant",
        "lora",
        "nn",
        "tensor");
    rules.put(
        "CUDA's C functions only in tensor.cuda and where the device is looked up",
        noClasses()
            .that()
            .resideInAPackage(root + "..")
            .and()
            .resideOutsideOfPackage(in("tensor"))
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.lang.foreign.Linker")
            .because("what is called outside Java is called in one place")
            .allowEmptyShould(true));
  }

  private void processes() {
    imports("run", "a record of a run is readable without the engine");
    imports("protocol", "two processes share records, not code", "run");
    imports("hub", "the Hub is names and files, not models", "format");
    imports("track", "a tracker is told figures, not how they came about", "run", "format");
    imports("pdf", "a page goes onto paper whatever it tells");
    imports("report", "a report is made from figures, not from models", "eval", "pdf");
    imports("client", "the window's side of the wire knows the wire alone", "protocol", "run");
    imports(
        "ui", "the window never computes: it asks the service", "client", "protocol", "run", "pdf");
    for (String lab :
        List.of("lab1quantize", "lab2baseline", "lab3prepare", "lab4train", "lab5evaluate")) {
      rules.put(
          "ui." + lab + " knows no other lab",
          noClasses()
              .that()
              .resideInAPackage(in("ui." + lab))
              .should()
              .dependOnClassesThat(
                  DescribedPredicate.describe(
                      "are another lab's",
                      type ->
                          type.getPackageName().startsWith(root + ".ui.lab")
                              && !type.getPackageName().startsWith(root + ".ui." + lab)))
              .because("labs share panes, never each other")
              .allowEmptyShould(true));
    }
    rules.put(
        "nobody imports launch",
        noClasses()
            .that()
            .resideOutsideOfPackage(in("launch"))
            .should()
            .dependOnClassesThat()
            .resideInAPackage(in("launch"))
            .because("launch wires objects by hand, so nothing may hang on it")
            .allowEmptyShould(true));
  }

  private void libraries() {
    only(
        "ai.djl..",
        "tensor libraries stay below the processes",
        "tensor",
        "nn",
        "quant",
        "lora",
        "llama",
        "model",
        "fused",
        "train",
        "eval",
        "token",
        "bench");
    only("javafx..", "the window is one package", "ui", "launch");
    only("org.jfree..", "charts are drawn in the window and in reports", "ui", "launch", "report");
    only("com.openhtmltopdf..", "pages are laid out for paper in one place", "pdf");
    only("org.apache.pdfbox..", "pages are laid out for paper in one place", "pdf");
    only("org.mlflow..", "one tracker is one adapter", "track");
    only("com.github.javakeyring..", "the system's key store is behind an interface", "hub");
    only("dev.hardwood..", "rows are read in one place", "data");
    only(
        "java.lang.foreign..",
        "mapped files are read where weights are made of them, CUDA is called in one place",
        "tensor",
        "format",
        "llama",
        "lora",
        "quant",
        "model");
  }

  /** Of our own packages, {@code from} imports those named alone. */
  private void imports(String from, String why, String... allowed) {
    List<String> may = new ArrayList<>(Stream.of(allowed).map(this::in).toList());
    may.add(in(from));
    rules.put(
        from + " imports " + (allowed.length == 0 ? "nothing of ours" : String.join(", ", allowed)),
        classes()
            .that()
            .resideInAPackage(in(from))
            .should()
            .onlyDependOnClassesThat(
                DescribedPredicate.describe(
                    "are allowed there",
                    (JavaClass type) -> !ours(type) || common(type) || resides(type, may)))
            .because(why)
            .allowEmptyShould(true));
  }

  private void only(String library, String why, String... allowed) {
    rules.put(
        library + " only in " + String.join(", ", allowed),
        noClasses()
            .that()
            .resideInAPackage(root + "..")
            .and()
            .resideOutsideOfPackages(Stream.of(allowed).map(this::in).toArray(String[]::new))
            .should()
            .dependOnClassesThat()
            .resideInAPackage(library)
            .because(why)
            .allowEmptyShould(true));
  }

  private String in(String name) {
    return root + "." + name + "..";
  }

  private boolean ours(JavaClass type) {
    return type.getPackageName().equals(root) || type.getPackageName().startsWith(root + ".");
  }

  /** What lies in the root package itself, such as the exception for bad input. */
  private boolean common(JavaClass type) {
    return type.getPackageName().equals(root);
  }

  private static boolean resides(JavaClass type, List<String> packages) {
    return packages.stream()
        .map(name -> name.substring(0, name.length() - 2))
        .anyMatch(
            name ->
                type.getPackageName().equals(name) || type.getPackageName().startsWith(name + "."));
  }
}
