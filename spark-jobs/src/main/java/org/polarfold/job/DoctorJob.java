package org.polarfold.job;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.polarfold.UserException;
import org.polarfold.backbone.Devices;
import org.polarfold.backbone.NativeBackend;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Looks at the machine: one line each, and what to do about it. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description = "Look at Java, memory, disk, GPUs, the native backend and the file system.")
final class DoctorJob implements Callable<Integer> {

  private static final double GB = 1e9;
  private static final double LEAST_HEAP_GB = 1.5;
  private static final double LEAST_DISK_GB = 3;

  private final List<Map<String, Object>> looked = new ArrayList<>();
  private boolean well = true;

  @Mixin private Console console = new Console();

  @Override
  public Integer call() {
    java();
    memory();
    disk();
    if (gpus()) {
      nativeBackend();
    }
    fileSystem();
    console.result(looked);
    return well ? 0 : Polarfold.OUR_FAULT;
  }

  private void java() {
    int version = Runtime.version().feature();
    line(
        "Java",
        version >= 17 && version < 24,
        version + " at " + System.getProperty("java.home"),
        "install a JDK from 17 to 23 and set JAVA_HOME");
  }

  private void memory() {
    double heap = Runtime.getRuntime().maxMemory() / GB;
    line(
        "Memory",
        heap >= LEAST_HEAP_GB,
        String.format(
            Locale.ROOT,
            "%.1f GB for Java objects, %d processors",
            heap,
            Runtime.getRuntime().availableProcessors()),
        "set POLARFOLD_MEMORY=2g or more");
  }

  private void disk() {
    File here = new File(".").getAbsoluteFile();
    double free = here.getUsableSpace() / GB;
    line(
        "Disk",
        free >= LEAST_DISK_GB,
        String.format(Locale.ROOT, "%.1f GB free at %s", free, here.getParent()),
        "make at least 3 GB free, or work in another folder");
  }

  /** Whether ND4J can be loaded: on a GPU that it has no code for it might end this process. */
  private boolean gpus() {
    if (!Devices.arePreferred()) {
      line("GPUs", true, "none asked for: networks compute on processors", "");
      return true;
    }
    try {
      line("GPUs", true, String.join(", ", Devices.here()), "");
      return true;
    } catch (UserException e) {
      line("GPUs", false, "" + e.getMessage(), "to do without, set BACKEND_PRIORITY_CPU=200");
      return false;
    }
  }

  private void nativeBackend() {
    try {
      line("Native backend", true, NativeBackend.describe(), "");
    } catch (LinkageError | RuntimeException e) {
      line(
          "Native backend",
          false,
          "ND4J does not load: " + e.getMessage(),
          "Polarfold ships natives for Linux on x86-64 only; there, delete "
              + System.getProperty("org.bytedeco.javacpp.cachedir")
              + " and try again");
    }
  }

  private void fileSystem() {
    try {
      Path file = Files.createTempFile("polarfold", ".probe");
      Path moved = Files.move(file, file.resolveSibling(file.getFileName() + ".moved"));
      Files.delete(moved);
      line("File system", true, "files can be written and renamed in " + file.getParent(), "");
    } catch (IOException e) {
      line(
          "File system",
          false,
          "cannot write: " + e.getMessage(),
          "set TMPDIR to a folder that can be written");
    }
  }

  private void line(String what, boolean good, String found, String remedy) {
    well &= good;
    String line = good ? found : found + ": " + remedy;
    looked.add(Map.of("what", what, "good", good, "found", line));
    console.say(String.format(Locale.ROOT, "%-15s %-6s %s", what, good ? "good" : "BAD", line));
  }
}
