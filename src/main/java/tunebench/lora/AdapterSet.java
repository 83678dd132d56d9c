package tunebench.lora;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tunebench.BadInputException;
import tunebench.tensor.Scope;

/** Named adapters of one base model. Closing it closes them all. */
public final class AdapterSet implements AutoCloseable {
  /** The name that stands for no adapter at all, as in PEFT. */
  public static final String BASE = "__base__";

  private final Map<String, Adapter> adapters = new LinkedHashMap<>();

  /**
   * Adds an adapter, which this set owns from now on.
   *
   * @throws BadInputException if the name is taken
   */
  public void add(String name, Adapter adapter) {
    if (name.equals(BASE) || adapters.putIfAbsent(name, adapter) != null) {
      throw new BadInputException(
          "There already is an adapter called %s; give another name.".formatted(Quoted.of(name)));
    }
  }

  /** The names, in the order of adding. */
  public Set<String> names() {
    return Collections.unmodifiableSet(adapters.keySet());
  }

  /**
   * An adapter by its name.
   *
   * @throws BadInputException if there is none
   */
  public Adapter get(String name) {
    Adapter adapter = adapters.get(name);
    if (adapter == null) {
      throw new BadInputException(
          "There is no adapter called %s; there are %s."
              .formatted(Quoted.of(name), Quoted.plain(String.join(", ", adapters.keySet()))));
    }
    return adapter;
  }

  /**
   * Gives each row of a batch its adapter.
   *
   * @param scope owns the assignment; on the model's device
   * @param names one per row: an adapter's name, or {@link #BASE}
   */
  public RowAdapters rows(Scope scope, List<String> names) {
    Map<String, List<Long>> rows = new TreeMap<>();
    for (int row = 0; row < names.size(); row++) {
      rows.computeIfAbsent(names.get(row), _ -> new ArrayList<>()).add((long) row);
    }
    rows.remove(BASE);
    List<RowAdapters.Share> shares = new ArrayList<>();
    rows.forEach(
        (name, numbers) ->
            shares.add(
                new RowAdapters.Share(
                    get(name),
                    scope.longs(
                        numbers.stream().mapToLong(Long::longValue).toArray(), numbers.size()))));
    return new RowAdapters(names.size(), shares);
  }

  @Override
  public void close() {
    adapters.values().forEach(Adapter::close);
  }
}
