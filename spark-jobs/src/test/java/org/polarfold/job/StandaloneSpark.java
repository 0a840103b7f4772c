package org.polarfold.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Somebody's Spark: a folder as a distribution lays it out, with Spark's own jars and no other, and
 * a master with two workers that run from it on 127.0.0.1. All of them ask for the secret.
 */
final class StandaloneSpark {

  private static final Pattern NOT_SPARKS =
      Pattern.compile(
          "/(org/(deeplearning4j|nd4j|datavec|bytedeco|freemarker|jspecify|polarfold|junit"
              + "|assertj|duckdb|opentest4j|apiguardian|bouncycastle)|com/(typesafe|tngtech)"
              + "|info/picocli|io/jhdf|ch/randelshofer|junit|net/bytebuddy)/"
              + "|/target/|hadoop-client-minicluster|commons-csv");
  private static final Pattern MASTER = Pattern.compile("spark://127\\.0\\.0\\.1:[0-9]+");

  /** What bin/load-spark-env.sh and bin/spark-class of a distribution do. */
  private static final String SPARK_SUBMIT =
      """
      #!/usr/bin/env bash
      set -euo pipefail
      export SPARK_SCALA_VERSION=2.12
      mapfile -d '' -t command < <("$JAVA_HOME/bin/java" -cp "$SPARK_HOME/jars/*" \\
        org.apache.spark.launcher.Main org.apache.spark.deploy.SparkSubmit "$@")
      # An empty word and a line's end come before the command.
      command=("${command[@]:1}")
      command[0]=${command[0]#$'\\n'}
      exec "${command[@]}"
      """;

  private final Path home;
  private final Path properties;
  private final List<Process> processes = new ArrayList<>();
  private final String master;

  private StandaloneSpark(Path home, Path properties, Map<String, String> ofSecondWorker)
      throws IOException, InterruptedException {
    this.home = home;
    this.properties = properties;
    Path log = start(Map.of(), "Master");
    this.master = said(log, MASTER);
    startWorker(Map.of(), "work-1");
    startWorker(ofSecondWorker, "work-2");
  }

  private void startWorker(Map<String, String> environment, String work)
      throws IOException, InterruptedException {
    Path told =
        start(
            environment,
            "Worker",
            "--cores",
            "1",
            "--memory",
            "2g",
            "--work-dir",
            folder(work),
            master);
    said(told, Pattern.compile("Successfully registered with master"));
  }

  /** Starts them. */
  static StandaloneSpark start(Path folder, String secret)
      throws IOException, InterruptedException {
    return start(folder, secret, Map.of());
  }

  /** The same with something in the environment of the second worker, and of its executors. */
  static StandaloneSpark start(Path folder, String secret, Map<String, String> ofSecondWorker)
      throws IOException, InterruptedException {
    Path home = Files.createDirectories(folder.resolve("spark"));
    Path jars = Files.createDirectories(home.resolve("jars"));
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      if (entry.endsWith(".jar") && !NOT_SPARKS.matcher(entry).find()) {
        Path jar = Path.of(entry);
        Files.createSymbolicLink(jars.resolve(jar.getFileName()), jar);
      }
    }
    Files.writeString(home.resolve("RELEASE"), "");
    Path submit = Files.createDirectories(home.resolve("bin")).resolve("spark-submit");
    Files.writeString(submit, SPARK_SUBMIT);
    assertThat(submit.toFile().setExecutable(true)).isTrue();
    Path properties =
        Files.writeString(
            folder.resolve("spark-defaults.conf"),
            "spark.authenticate true\nspark.network.crypto.enabled true\n"
                + "spark.authenticate.secret "
                + secret
                + "\n");
    return new StandaloneSpark(home, properties, ofSecondWorker);
  }

  /** The folder that SPARK_HOME names. */
  Path home() {
    return home;
  }

  /** Its address. */
  String master() {
    return master;
  }

  /** What the processes wrote. */
  List<Path> logs() throws IOException {
    try (Stream<Path> all = Files.walk(home)) {
      return all.filter(file -> file.toString().matches(".*(\\.log|stderr|stdout)")).toList();
    }
  }

  /** Ends a worker, with the executor that it started, for good. */
  void lose(int worker) throws InterruptedException {
    Process lost = processes.get(worker);
    List<ProcessHandle> executors = lost.descendants().toList();
    lost.destroyForcibly().waitFor();
    executors.forEach(ProcessHandle::destroyForcibly);
  }

  /** Ends them, and whatever they started. */
  void stop() throws InterruptedException {
    List<ProcessHandle> all =
        processes.stream()
            .flatMap(p -> Stream.concat(Stream.of(p.toHandle()), p.descendants()))
            .toList();
    processes.forEach(Process::destroy);
    for (Process process : processes) {
      process.waitFor(10, TimeUnit.SECONDS);
    }
    all.forEach(ProcessHandle::destroyForcibly);
  }

  private String folder(String name) {
    return home.resolve(name).toString();
  }

  private Path start(Map<String, String> environment, String what, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-cp", home.resolve("jars") + "/*"));
    command.add("org.apache.spark.deploy." + what.toLowerCase(Locale.ROOT) + "." + what);
    command.addAll(List.of("--host", "127.0.0.1", "--port", "0", "--webui-port", "0"));
    command.addAll(List.of("--properties-file", properties.toString()));
    command.addAll(List.of(arguments));
    Path log = home.resolve(processes.size() + ".log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("SPARK_HOME", home.toString());
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().putAll(environment);
    processes.add(builder.start());
    return log;
  }

  private static String said(Path log, Pattern what) throws IOException, InterruptedException {
    long end = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    while (true) {
      Matcher found = what.matcher(Files.readString(log));
      if (found.find()) {
        return found.group();
      }
      assertThat(System.nanoTime()).as(Files.readString(log)).isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }
}
