package tunebench.run;

/**
 * A file that a run read.
 *
 * @param name within its folder
 * @param bytes its size
 * @param sha256 in hexadecimal
 */
public record PassportFile(String name, long bytes, String sha256) {}
