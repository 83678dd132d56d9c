package tunebench.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class WallsTest {
  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("tunebench");

  /** Classes that break each wall once; see the package {@code planted} in test source. */
  private static final JavaClasses PLANTED = new ClassFileImporter().importPackages("planted");

  private static final Map<String, ArchRule> FOR_PLANTED = Walls.of("planted");

  static Iterable<String> names() {
    return FOR_PLANTED.keySet();
  }

  @ParameterizedTest
  @MethodSource("names")
  void wallStands(String name) {
    assertThat(
            Objects.requireNonNull(Walls.of("tunebench").get(name))
                .evaluate(OURS)
                .getFailureReport()
                .getDetails())
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("names")
  void wallIsSeenToBreak(String name) {
    assertThat(Objects.requireNonNull(FOR_PLANTED.get(name)).evaluate(PLANTED).hasViolation())
        .isTrue();
  }
}
