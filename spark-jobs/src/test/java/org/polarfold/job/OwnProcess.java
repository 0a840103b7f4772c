package org.polarfold.job;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A command through the real main class in a process of its own, so that its memory can be bounded,
 * it can be killed, and all that it leaves and says can be looked at.
 *
 * @param folder its working folder, with temporary files in {@code tmp}
 * @param options of the Java machine
 * @param environment beside that of this process, or without a variable where its value is empty
 */
record OwnProcess(Path folder, List<String> options, Map<String, String> environment) {

  private static final Path CONF = Path.of(System.getProperty("polarfold.conf", "../conf"));

  /** The same with more in its environment. */
  OwnProcess with(Map<String, String> more) {
    Map<String, String> all = new HashMap<>(environment);
    all.putAll(more);
    return new OwnProcess(folder, options, all);
  }

  /** Starts a command whose output goes to {@code out.txt} and {@code err.txt} of the folder. */
  Process start(String... arguments) throws IOException {
    Path temporary = Files.createDirectories(folder.resolve("tmp"));
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + CONF.resolve("java.options").toAbsolutePath());
    command.addAll(options);
    command.add("-Djava.io.tmpdir=" + temporary);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(Polarfold.class.getName());
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(folder.resolve("out.txt").toFile())
            .redirectError(folder.resolve("err.txt").toFile());
    builder.environment().putAll(environment);
    builder.environment().values().removeIf(String::isEmpty);
    return builder.start();
  }

  /** Runs a command to its end; one that hangs is killed after ten minutes. */
  Told run(String... arguments) throws IOException, InterruptedException {
    Process process = start(arguments);
    if (!process.waitFor(10, TimeUnit.MINUTES)) {
      process.destroyForcibly().waitFor();
    }
    return new Told(
        process.exitValue(),
        Files.readString(folder.resolve("out.txt"), StandardCharsets.UTF_8),
        Files.readString(folder.resolve("err.txt"), StandardCharsets.UTF_8));
  }

  /**
   * An experiment whose data lie in {@code exports} and {@code lake} of a folder.
   *
   * @param key the setting that says where the key is
   */
  static Path experiment(Path folder, String key) throws IOException {
    String shipped = Files.readString(CONF.resolve("demo-small.conf"));
    String data =
        "data { exports = \"%s\", lake = \"%s\", %s }"
            .formatted(folder.resolve("exports"), folder.resolve("lake"), key);
    return Files.writeString(
        folder.resolve("experiment.conf"), shipped.replaceFirst("(?s)data \\{.*?\n\\}", data));
  }
}
