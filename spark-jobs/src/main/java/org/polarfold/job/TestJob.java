package org.polarfold.job;

import java.util.concurrent.Callable;
import org.polarfold.UserException;
import picocli.CommandLine.Command;

/** Told in the help only: the script itself hands {@code ./run test} to Maven. */
@Command(
    name = "test",
    mixinStandardHelpOptions = true,
    description = "Run every test (Maven's verify); arguments go to Maven.")
final class TestJob implements Callable<Integer> {

  @Override
  public Integer call() {
    throw new UserException("Cannot run the tests from here (expected ./run test)");
  }
}
