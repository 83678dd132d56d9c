package tunebench.launch;

import picocli.CommandLine.Command;

/** {@code hub}: the only commands that ask the network. */
@Command(
    name = "hub",
    description = {
      "Models, adapters and datasets of the Hugging Face Hub. Nothing but these commands asks the"
          + " network: what was downloaded is then used by its name, as in --model org/name.",
      "",
      "Read from the environment, as by huggingface_hub: HF_HOME, HF_HUB_CACHE, HF_TOKEN,"
          + " HF_TOKEN_PATH, HF_ENDPOINT, HF_HUB_OFFLINE."
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      HubSearchCommand.class,
      HubDownloadCommand.class,
      HubListCommand.class,
      HubUploadCommand.class,
      HubLoginCommand.class,
      HubLogoutCommand.class,
      HubWhoamiCommand.class
    })
final class HubCommand {}
