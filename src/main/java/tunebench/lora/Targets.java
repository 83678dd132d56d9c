package tunebench.lora;

import java.util.List;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;
import tunebench.BadInputException;

/**
 * Which modules of a model get an adapter, by PEFT's rules ({@code check_target_module_exists} in
 * PEFT 0.21). Modules are named by their path, such as {@code model.layers.0.self_attn.q_proj}.
 *
 * @param chosen {@code target_modules}
 * @param excluded {@code exclude_modules}, which goes before all else, or null
 * @param layers {@code layers_to_transform}; concerns modules that were chosen by the end of their
 *     path alone
 */
public record Targets(Rule chosen, @Nullable Rule excluded, Layers layers) {
  /** Picks modules. */
  public sealed interface Rule {
    boolean contains(String path);
  }

  /** The path itself, or its last parts: {@code q_proj}, {@code 0.self_attn.q_proj}. */
  public record Names(List<String> names) implements Rule {
    public Names {
      names = List.copyOf(names);
    }

    @Override
    public boolean contains(String path) {
      return names.stream().anyMatch(name -> path.equals(name) || path.endsWith("." + name));
    }
  }

  /** A regular expression for the whole path. */
  public record Expression(PythonPattern pattern) implements Rule {
    @Override
    public boolean contains(String path) {
      return pattern.matchesAll(path);
    }
  }

  /** Every projection of a decoder layer; PEFT leaves the output layer out, too. */
  public record AllLinear() implements Rule {
    @Override
    public boolean contains(String path) {
      return LoraSettings.ALL.contains(path.substring(path.lastIndexOf('.') + 1));
    }
  }

  /**
   * The layers by number.
   *
   * @param indexes empty for every layer
   * @param lists the layer lists' names ({@code layers_pattern}); empty for any
   */
  public record Layers(List<Integer> indexes, List<PythonPattern> lists) {
    static final String AFTER = "\\.(?<idx>\\d{1,9})\\.";

    private static final PythonPattern ANY =
        PythonPattern.of(".*?\\.", "[^.]*", AFTER, "layers_pattern");

    public Layers {
      indexes = List.copyOf(indexes);
      lists = List.copyOf(lists);
    }

    static Layers every() {
      return new Layers(List.of(), List.of());
    }

    boolean contain(String path) {
      if (indexes.isEmpty()) {
        return true;
      }
      for (PythonPattern list : lists.isEmpty() ? List.of(ANY) : lists) {
        Matcher match = list.run(path);
        if (match.lookingAt()) {
          return indexes.contains(Integer.parseInt(match.group("idx")));
        }
      }
      return false;
    }
  }

  /**
   * What a person chose: names of {@link LoraSettings#ALL}, or {@code all-linear} alone.
   *
   * @throws BadInputException if a name is none of these
   */
  public static Targets of(List<String> names) {
    if (names.equals(List.of("all-linear"))) {
      return new Targets(new AllLinear(), null, Layers.every());
    }
    for (String name : names) {
      if (!LoraSettings.ALL.contains(name)) {
        throw new BadInputException(
            "--targets names %s; choose all-linear alone, or some of %s."
                .formatted(Quoted.of(name), String.join(", ", LoraSettings.ALL)));
      }
    }
    return new Targets(new Names(names), null, Layers.every());
  }

  /** Exactly these paths. */
  static Targets exactly(List<String> paths) {
    return new Targets(new Names(paths), null, Layers.every());
  }

  /** Whether the module at {@code path} gets an adapter. */
  public boolean contains(String path) {
    if (excluded != null && excluded.contains(path)) {
      return false;
    }
    boolean byEnd = chosen instanceof Names named && !named.names().contains(path);
    return chosen.contains(path) && (!byEnd || layers.contain(path));
  }

  @Override
  public String toString() {
    return switch (chosen) {
      case Names named -> String.join(", ", named.names());
      case Expression expression -> expression.pattern().text();
      case AllLinear _ -> "all-linear";
    };
  }
}
