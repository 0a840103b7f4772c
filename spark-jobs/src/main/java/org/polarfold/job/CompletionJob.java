package org.polarfold.job;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;

/** A script by which bash and zsh complete commands and options. */
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description = {
      "Print a script by which bash and zsh complete commands and options.",
      "In this shell: source <(./run completion)"
    })
final class CompletionJob implements Callable<Integer> {

  @Override
  public Integer call() {
    System.out.print(AutoComplete.bash("run", Polarfold.commands()));
    // As it is typed in this folder.
    System.out.println("complete -F _complete_run -o default ./run");
    return 0;
  }
}
