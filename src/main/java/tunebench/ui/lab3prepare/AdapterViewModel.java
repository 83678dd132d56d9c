package tunebench.ui.lab3prepare;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;
import tunebench.protocol.ModelReply.MemoryPlan;
import tunebench.protocol.ModelReply.ModelInfo;
import tunebench.protocol.ModelReply.ModuleNode;
import tunebench.protocol.ModelRequest;
import tunebench.run.AdapterChoice;
import tunebench.run.TrainSpec;
import tunebench.ui.control.Show;
import tunebench.ui.work.Desk;
import tunebench.ui.work.Newest;
import tunebench.ui.work.Screen;

/** The adapter: its parameters are counted while one types, its memory is planned behind that. */
public final class AdapterViewModel {
  private final Desk desk;
  private final Screen screen = new Screen();
  private final Newest newestTree = new Newest();
  private final Newest newestPlan = new Newest();

  /** Inputs plus outputs of all modules with a name: what one rank of an adapter on them takes. */
  private final Map<String, Long> perRank = new HashMap<>();

  private final ReadOnlyObjectWrapper<Set<String>> modules = new ReadOnlyObjectWrapper<>(Set.of());
  private final ReadOnlyStringWrapper parameters = new ReadOnlyStringWrapper("–");
  private final ReadOnlyStringWrapper share = new ReadOnlyStringWrapper("–");
  private final ReadOnlyStringWrapper size = new ReadOnlyStringWrapper("–");
  private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
  private final ReadOnlyObjectWrapper<@Nullable MemoryPlan> plan = new ReadOnlyObjectWrapper<>();

  public AdapterViewModel(Desk desk) {
    this.desk = desk;
    desk.workspace().modelProperty().subscribe(model -> load());
    desk.draft().adapterProperty().subscribe((before, now) -> count());
    desk.draft().specBinding().subscribe(this::weigh);
  }

  private void load() {
    ModelInfo model = desk.workspace().modelProperty().get();
    perRank.clear();
    if (model == null) {
      screen.empty();
      return;
    }
    screen.busy("Reading the model's shapes …");
    newestTree.start(
        desk.ask(new ModelRequest.Tree(model.folder(), "bf16"))
            .then(
                reply -> {
                  gather(reply.root());
                  modules.set(Set.copyOf(perRank.keySet()));
                  count();
                  screen.ready();
                })
            .otherwise(why -> screen.failed(why, this::load)));
  }

  private void gather(ModuleNode node) {
    if (node.shape().size() == 2) {
      perRank.merge(module(node.path()), node.shape().get(0) + node.shape().get(1), Long::sum);
    }
    node.children().forEach(this::gather);
  }

  /** The module that a tensor belongs to: {@code q_proj} for {@code ….q_proj.weight}. */
  private static String module(String path) {
    String[] parts = path.split("\\.", -1);
    return parts.length < 2 ? path : parts[parts.length - 2];
  }

  private void count() {
    AdapterChoice choice = desk.draft().adapterProperty().get();
    ModelInfo model = desk.workspace().modelProperty().get();
    long count = parameters(choice);
    parameters.set(Show.count(count));
    size.set(Show.bytes(4 * count));
    share.set(
        model == null || model.parameters() == 0
            ? "–"
            : Show.text("%.2f %%", 100.0 * count / model.parameters()));
  }

  /** The names of the open model's modules; empty while not known. */
  public ReadOnlyObjectProperty<Set<String>> modulesProperty() {
    return modules.getReadOnlyProperty();
  }

  /** Whether the open model has a module of that name; true while not known. */
  public boolean has(String module) {
    return modules.get().isEmpty() || modules.get().contains(module);
  }

  /** A and B of each chosen module: rank × (inputs + outputs). */
  public long parameters(AdapterChoice choice) {
    return choice.targets().stream().mapToLong(name -> perRank.getOrDefault(name, 0L)).sum()
        * choice.rank();
  }

  /** Takes a module among those with an adapter, or out of them. */
  public void target(String name, boolean on) {
    ObjectProperty<AdapterChoice> value = desk.draft().adapterProperty();
    AdapterChoice c = value.get();
    List<String> order = desk.workspace().welcome().targets();
    List<String> next =
        order.stream()
            .filter(other -> other.equals(name) ? on : c.targets().contains(other))
            .toList();
    value.set(new AdapterChoice(c.rank(), c.alpha(), c.dropout(), next, c.rankStabilised()));
  }

  private void weigh(@Nullable TrainSpec spec) {
    problem.set("");
    if (spec == null) {
      newestPlan.drop();
      plan.set(null);
      return;
    }
    newestPlan.start(
        desk.ask(new ModelRequest.PlanMemory(spec)).then(plan::set).otherwise(problem::set));
  }

  public Screen screen() {
    return screen;
  }

  public ReadOnlyStringProperty parametersProperty() {
    return parameters.getReadOnlyProperty();
  }

  /** The adapter's share of the model's parameters. */
  public ReadOnlyStringProperty shareProperty() {
    return share.getReadOnlyProperty();
  }

  /** Bytes of its file in 32-bit floats. */
  public ReadOnlyStringProperty sizeProperty() {
    return size.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<@Nullable MemoryPlan> planProperty() {
    return plan.getReadOnlyProperty();
  }

  public ReadOnlyStringProperty problemProperty() {
    return problem.getReadOnlyProperty();
  }
}
