package tunebench.prompt;

/**
 * What the model reads and what it should say next.
 *
 * @param question ends right before the price
 * @param answer the price, such as "22.00"
 */
public record Prompt(String question, String answer) {

  /** Question and answer in one piece: a training text. */
  public String whole() {
    return question + answer;
  }
}
