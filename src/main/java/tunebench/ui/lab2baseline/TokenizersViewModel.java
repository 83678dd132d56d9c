package tunebench.ui.lab2baseline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import tunebench.protocol.ModelReply.ModelInfo;
import tunebench.protocol.ModelReply.Tokenizer;
import tunebench.protocol.ModelRequest;
import tunebench.ui.control.Show;
import tunebench.ui.work.Desk;
import tunebench.ui.work.Newest;
import tunebench.ui.work.Screen;

/** How several models cut the same texts into tokens, and what that means for prices. */
public final class TokenizersViewModel {
  private static final String COURSE = "0, 1, 10, 100, 999, 1000";

  private final Desk desk;
  private final Screen screen = new Screen();
  private final Newest newest = new Newest();
  private final StringProperty texts = new SimpleStringProperty(COURSE);
  private final Set<String> left = new LinkedHashSet<>();
  private final ObservableList<Tokenizer> tokenizers = FXCollections.observableArrayList();
  private final ReadOnlyStringWrapper verdict = new ReadOnlyStringWrapper("");

  public TokenizersViewModel(Desk desk) {
    this.desk = desk;
    texts.subscribe((before, now) -> compare());
    desk.workspace().models().addListener((ListChangeListener<ModelInfo>) change -> compare());
    compare();
  }

  /** Takes a model into the comparison or leaves it out. */
  public void include(ModelInfo model, boolean on) {
    if (on) {
      left.remove(model.folder());
    } else {
      left.add(model.folder());
    }
    compare();
  }

  /** Asks for the cuts of all chosen models. */
  public void compare() {
    List<String> folders =
        desk.workspace().models().stream()
            .map(ModelInfo::folder)
            .filter(folder -> !left.contains(folder))
            .distinct()
            .toList();
    List<String> asked = texts();
    if (folders.isEmpty() || asked.isEmpty()) {
      newest.drop();
      screen.empty();
      return;
    }
    if (tokenizers.isEmpty()) {
      screen.busy("Loading tokenizers …");
    }
    newest.start(
        desk.ask(new ModelRequest.CompareTokenizers(folders, asked))
            .then(
                table -> {
                  tokenizers.setAll(table.tokenizers());
                  judge();
                  screen.ready();
                })
            .otherwise(why -> screen.failed(why, this::compare)));
  }

  /** The texts between commas. */
  public List<String> texts() {
    return new ArrayList<>(
        Arrays.stream(texts.get().split(",", -1))
            .map(String::strip)
            .filter(text -> !text.isEmpty())
            .distinct()
            .toList());
  }

  private void judge() {
    List<String> whole = new ArrayList<>();
    List<String> pieces = new ArrayList<>();
    for (Tokenizer t : tokenizers) {
      if (t.singleTokenPrices() == 1000) {
        whole.add(t.name());
      } else {
        pieces.add(Show.text("%s (%d of 1000)", t.name(), t.singleTokenPrices()));
      }
    }
    StringBuilder says = new StringBuilder();
    if (!whole.isEmpty()) {
      says.append("Every price from 0 to 999 is one token for ")
          .append(String.join(", ", whole))
          .append(": the probabilities of one step are a distribution over prices.");
    }
    if (!pieces.isEmpty()) {
      says.append(says.isEmpty() ? "" : " ")
          .append("Prices take several tokens for ")
          .append(String.join(", ", pieces))
          .append(": there the top-k decoder sees first digits only.");
    }
    verdict.set(says.toString());
  }

  public Screen screen() {
    return screen;
  }

  /** What is cut, between commas. */
  public StringProperty textsProperty() {
    return texts;
  }

  public ObservableList<Tokenizer> tokenizers() {
    return tokenizers;
  }

  public ObservableList<ModelInfo> models() {
    return desk.workspace().models();
  }

  /** What the cuts mean for prices, in a sentence or two. */
  public ReadOnlyStringProperty verdictProperty() {
    return verdict.getReadOnlyProperty();
  }
}
