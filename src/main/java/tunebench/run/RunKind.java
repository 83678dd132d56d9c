package tunebench.run;

/** What a run was for. */
public enum RunKind {
  /** An adapter was trained (labs 3 and 4). */
  TRAIN,
  /** A model, with or without an adapter, priced products whose price is known (labs 2 and 5). */
  EVALUATE
}
