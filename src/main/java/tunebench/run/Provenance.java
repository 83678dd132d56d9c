package tunebench.run;

/**
 * What a run was made from and on, so that it can be made again.
 *
 * @param modelName last part of the model's folder
 * @param modelHash SHA-256 over the model's files
 * @param datasetName the file's name
 * @param datasetHash SHA-256 over the products that were used, "" where there is no dataset
 * @param adapterHash SHA-256 of the adapter evaluated, "" for none
 * @param tunebench version of this program
 * @param java version
 * @param libtorch version and flavour
 * @param device in words
 * @param system operating system and architecture
 */
public record Provenance(
    String modelName,
    String modelHash,
    String datasetName,
    String datasetHash,
    String adapterHash,
    String tunebench,
    String java,
    String libtorch,
    String device,
    String system) {}
