package org.polarfold.notebook;

import java.lang.System.Logger.Level;
import java.lang.reflect.InvocationTargetException;

/**
 * Starts Jupyter's Java kernel, which is on the class path of notebooks alone. A message that
 * reaches rapaio-jupyter-kernel 3.0.1 before it knows its handlers ends the thread that reads
 * messages, and the notebook would wait for ever; a process that ends is started anew by Jupyter.
 */
public final class Kernel {

  private static final String MAIN = "org.rapaio.jupyter.kernel.MainApp";

  private static final System.Logger LOGGER = System.getLogger(Kernel.class.getName());

  /** As the kernel names its threads that read messages. */
  private static final String READERS = "(Shell|Control)-\\d+";

  private Kernel() {}

  /**
   * Runs until Jupyter ends it.
   *
   * @param arguments the file that tells where Jupyter is
   */
  public static void main(String[] arguments) throws ReflectiveOperationException {
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, e) -> {
          LOGGER.log(Level.ERROR, "A thread of the kernel ended", e);
          if (thread.getName().matches(READERS)) {
            Runtime.getRuntime().halt(1);
          }
        });
    try {
      Class.forName(MAIN).getMethod("main", String[].class).invoke(null, (Object) arguments);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("Cannot start the kernel", e.getCause());
    }
  }
}
