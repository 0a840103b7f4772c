package org.polarfold.job;

import java.util.concurrent.Callable;
import org.polarfold.UserException;
import picocli.CommandLine.Command;

/** Told in the help only: the script itself starts Jupyter. */
@Command(
    name = "notebook",
    mixinStandardHelpOptions = true,
    description = {
      "Start Jupyter in notebooks/ on 127.0.0.1, with a Java kernel that has Polarfold's classes.",
      "--register writes the kernel alone and prints the folder for JUPYTER_PATH; other arguments"
          + " go to Jupyter."
    })
final class NotebookJob implements Callable<Integer> {

  @Override
  public Integer call() {
    throw new UserException("Cannot start notebooks from here (expected ./run notebook)");
  }
}
