package tunebench.token;

/**
 * A token and what it stands for.
 *
 * @param id number in the vocabulary
 * @param text the characters that it takes up in the text, together with any before it that no
 *     token claims; for a special token its name; "" for a further byte of a character that the
 *     tokens before it began
 */
public record TokenPiece(int id, String text) {}
