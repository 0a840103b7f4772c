package org.polarfold.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.polarfold.UserException;

/** A process of its own that takes a lake's lock and holds it until it is killed. */
final class LakeHolder implements AutoCloseable {

  private static final String HOLDS = "holds";

  private final Process process;
  private final String said;

  private LakeHolder(Process process, String said) {
    this.process = process;
    this.said = said;
  }

  /** Says {@code holds}, or why not. */
  public static void main(String[] arguments) throws InterruptedException {
    LakeFiles lake = LakeFiles.at(arguments[0], new Configuration());
    try (FolderLock lock = lake.told("write", lake::lock)) {
      lock.requireHeld();
      System.out.println(HOLDS);
      Thread.sleep(Long.MAX_VALUE);
    } catch (UserException e) {
      System.out.println(e.getMessage());
    }
  }

  /** Returns when the process has said whether it has the lock. */
  static LakeHolder of(String lake) throws IOException {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx128m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    LakeHolder.class.getName(),
                    lake))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    return new LakeHolder(process, String.valueOf(out.readLine()));
  }

  boolean holds() {
    return said.equals(HOLDS);
  }

  String said() {
    return said;
  }

  long pid() {
    return process.pid();
  }

  /** As {@code kill -9}: the process can do nothing about it. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    kill();
  }
}
