package tunebench.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/**
 * Ridge on words the slow way, from the definition alone: dense tf-idf rows, the normal equations
 * by elimination, lambda given.
 */
final class NaiveTextRidge {
  private final List<String> vocabulary;
  private final List<List<String>> training = new ArrayList<>();
  private final double[] solution;

  NaiveTextRidge(List<String> texts, double[] prices, double lambda) {
    var words = new TreeSet<String>();
    for (String text : texts) {
      training.add(words(text));
      words.addAll(words(text));
    }
    vocabulary = List.copyOf(words);
    double[][] rows = new double[texts.size()][];
    Arrays.setAll(rows, i -> row(texts.get(i)));
    double[] logs = Arrays.stream(prices).map(p -> Math.log(p + 1)).toArray();
    solution = DenseRidge.fit(rows, logs, lambda);
  }

  double price(String text) {
    double[] row = row(text);
    double value = solution[row.length];
    for (int column = 0; column < row.length; column++) {
      value += row[column] * solution[column];
    }
    return Math.exp(value) - 1;
  }

  private double[] row(String text) {
    List<String> words = words(text);
    double[] row = new double[vocabulary.size()];
    double squares = 0;
    for (int column = 0; column < row.length; column++) {
      String word = vocabulary.get(column);
      int count = Collections.frequency(words, word);
      long rowsWith = training.stream().filter(other -> other.contains(word)).count();
      if (count > 0) {
        double idf = Math.log((1.0 + training.size()) / (1.0 + rowsWith)) + 1;
        row[column] = (1 + Math.log(count)) * idf;
        squares += row[column] * row[column];
      }
    }
    for (int column = 0; column < row.length; column++) {
      row[column] /= Math.sqrt(squares);
    }
    return row;
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+"))
        .filter(word -> !word.isEmpty())
        .toList();
  }
}
