package org.polarfold.job;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A script by which bash and zsh complete commands and options. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description = {
      "Print a script by which bash and zsh complete commands and options.",
      "In this shell: source <(./run completion)"
    })
final class CompletionJob implements Callable<Integer> {

  @Mixin private Console console = new Console();

  @Override
  public Integer call() {
    // Whatever is not known may be a file: a run's folder, a lake.
    console
        .out()
        .print(
            AutoComplete.bash("run", Polarfold.commands()).replaceAll("(?m)^.*\\+o default$", ""));
    // As it is typed in this folder.
    console.say("complete -F _complete_run -o default ./run");
    return 0;
  }
}
