package tunebench.format;

/**
 * The two orders in which the rows of a query or key matrix lie. Rotary positions turn pairs of
 * rows; the Hub keeps a head's pair as rows i and i + d/2, GGUF as rows 2i and 2i + 1. llama.cpp's
 * converter goes from the first to the second for LLaMA and Mistral ({@code permute} in
 * convert_hf_to_gguf.py); biases likewise.
 *
 * @param headRows rows of one head, an even number
 */
record RotaryRows(long headRows) {

  /** Where GGUF keeps the Hub's row. */
  long inGguf(long hubRow) {
    long head = hubRow / headRows * headRows;
    long row = hubRow % headRows;
    long half = headRows / 2;
    return head + (row < half ? 2 * row : 2 * (row - half) + 1);
  }

  /** Where the Hub keeps GGUF's row. */
  long inHub(long ggufRow) {
    long head = ggufRow / headRows * headRows;
    long row = ggufRow % headRows;
    return head + row / 2 + (row % 2) * (headRows / 2);
  }
}
