package org.polarfold.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.polarfold.ingest.NamedFilesExport;

/** The script {@code run} itself, of a tree that is built already. */
final class RunScriptIT {

  private static final Path TREE =
      Path.of(System.getProperty("polarfold.conf", "../conf")).toAbsolutePath().resolve("..");

  private static final String ESCAPE = "\u001b[";

  @TempDir static Path tree;

  /** What the script looks for, and nothing that is newer than the last build. */
  @BeforeAll
  static void layOut() throws IOException {
    Path target = Files.createDirectories(tree.resolve("spark-jobs/target"));
    Files.createDirectories(tree.resolve("spark-jobs/src/main"));
    Files.createDirectories(tree.resolve(".mvn"));
    Files.writeString(tree.resolve("pom.xml"), "");
    Files.writeString(tree.resolve("spark-jobs/pom.xml"), "");
    Files.copy(TREE.resolve("run"), tree.resolve("run"));
    Files.createSymbolicLink(tree.resolve("conf"), TREE.resolve("conf").normalize());
    Files.writeString(target.resolve("runtime.classpath"), System.getProperty("java.class.path"));
    Path built = Files.writeString(target.resolve(".built"), "");
    Files.setLastModifiedTime(built, FileTime.from(Instant.now().plusSeconds(60)));
  }

  private static Told run(Path folder, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    Path out = folder.resolve("out.txt");
    Path err = folder.resolve("err.txt");
    ProcessBuilder builder =
        new ProcessBuilder("bash", tree.resolve("run").toString())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.command().addAll(List.of(arguments));
    builder.environment().keySet().removeIf(name -> name.startsWith("LC_") || name.equals("LANG"));
    builder.environment().putAll(environment);
    Process process = builder.start();
    if (!process.waitFor(10, TimeUnit.MINUTES)) {
      process.destroyForcibly().waitFor();
    }
    return new Told(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  @ParameterizedTest
  @ValueSource(strings = {"LC_ALL", "LANG"})
  void namesInUtf8AreReadAndWrittenUnderTheLocaleC(String variable, @TempDir Path temporary)
      throws Exception {
    assumeTrue("UTF-8".equals(System.getProperty("sun.jnu.encoding")), "names can be planted");
    Path folder = Files.createDirectories(temporary.resolve("Übung für Åse"));
    NamedFilesExport.write(folder.resolve("exports"));
    Path key = Files.writeString(folder.resolve("Schlüssel"), "00112233445566778899aabbccddeeff");
    Path conf = OwnProcess.experiment(folder, "key-file = \"" + key + "\"");

    Told told = run(folder, Map.of(variable, "C"), "ingest", conf.toString());

    assertThat(told.status()).as(told.out() + told.err()).isZero();
    assertThat(told.err()).isEmpty();
    assertThat(told.out()).contains("Lake: " + folder.resolve("lake"));
    JsonNode site =
        new ObjectMapper()
            .readTree(folder.resolve("lake/ingest.json").toFile())
            .path("sites")
            .path(0);
    assertThat(site.path("accepted").asInt()).isEqualTo(2);
    assertThat(site.path("received").asInt()).isEqualTo(2);
  }

  /** OpenBLAS itself chooses now this kind and now that on one machine. */
  @Test
  void allProcessesAreToldTheSameKindOfProcessor(@TempDir Path folder) throws Exception {
    Path processors = Path.of("/proc/cpuinfo");
    boolean avx2 = Files.exists(processors) && Files.readString(processors).contains(" avx2 ");
    String usual = "OPENBLAS_CORETYPE=" + (avx2 ? "Haswell" : "unset");

    assertThat(run(folder, Map.of("OPENBLAS_CORETYPE", ""), "doctor").out()).contains(usual);
    assertThat(run(folder, Map.of("OPENBLAS_CORETYPE", "Nehalem"), "doctor").out())
        .contains("OPENBLAS_CORETYPE=Nehalem");
  }

  @Test
  void aMistakeKeepsItsExitStatus(@TempDir Path folder) throws Exception {
    Told told = run(folder, Map.of(), "ingest", folder.resolve("none.conf").toString());

    assertThat(told.status()).isEqualTo(2);
    assertThat(told.err()).startsWith("Cannot read configuration: ").hasLineCount(1);
  }

  /** What a command writes to a pseudo-terminal, where a program for that is installed. */
  private static String onTerminal(Path folder, Map<String, String> environment, String arguments)
      throws IOException, InterruptedException {
    Path out = folder.resolve("terminal.txt");
    ProcessBuilder builder =
        new ProcessBuilder(
                "script",
                "-qec",
                "stty cols 100; " + tree.resolve("run") + " " + arguments,
                "/dev/null")
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .redirectOutput(out.toFile());
    builder.environment().remove("NO_COLOR");
    builder.environment().put("TERM", "xterm");
    builder.environment().putAll(environment);
    Process process;
    try {
      process = builder.start();
    } catch (IOException e) {
      return abort("script of util-linux is not installed");
    }
    if (!process.waitFor(10, TimeUnit.MINUTES)) {
      process.destroyForcibly().waitFor();
    }
    return Files.readString(out);
  }

  /** <a href="https://no-color.org">NO_COLOR</a>: where it is set, and is not empty. */
  @Test
  void coloursAreForTerminalsWithoutNoColor(@TempDir Path folder) throws Exception {
    assertThat(onTerminal(folder, Map.of(), "train --help")).contains("Usage:", ESCAPE);
    assertThat(onTerminal(folder, Map.of("NO_COLOR", ""), "train --help")).contains(ESCAPE);
    assertThat(onTerminal(folder, Map.of("NO_COLOR", "1"), "train --help"))
        .contains("Usage:")
        .doesNotContain(ESCAPE);
    assertThat(onTerminal(folder, Map.of("TERM", "dumb"), "train --help")).doesNotContain(ESCAPE);
    Told told = run(folder, Map.of("TERM", "xterm"), "train", "--help");
    assertThat(told.out()).contains("Usage:").doesNotContain(ESCAPE);
  }

  @Test
  void progressIsForTerminalsUnlessItIsAskedFor(@TempDir Path folder) throws Exception {
    String[] command = {"check", "coverage", "--consortia", "2", "--scenario", "new-sites"};
    String line = String.join(" ", command);

    assertThat(onTerminal(folder, Map.of(), line))
        .contains("\r[############............]  50 %  Simulating new-sites; ")
        .contains("\r" + " ".repeat(99) + "\rScenario `new-sites`");
    Told quiet = run(folder, Map.of(), command);
    assertThat(quiet.status()).isZero();
    assertThat(quiet.err()).isEmpty();
    Told verbose = run(folder, Map.of(), (line + " --verbose").split(" ", -1));
    assertThat(verbose.err()).contains(" 50 %  Simulating new-sites; ").doesNotContain("\r");
    assertThat(verbose.out()).isEqualTo(quiet.out());
  }

  @Test
  void whatCannotBeSubmittedHasALastLineForScripts(@TempDir Path folder) throws Exception {
    Path spark = Files.createDirectories(folder.resolve("spark/jars")).resolveSibling("bin");
    Files.createDirectories(spark);
    Told told =
        run(
            folder,
            Map.of("SPARK_HOME", folder.resolve("spark").toString()),
            "train",
            "x.conf",
            "--on",
            "yarn",
            "--json");

    assertThat(told.status()).isEqualTo(2);
    assertThat(told.err()).startsWith("Cannot use the Spark in ").hasLineCount(1);
    assertThat(told.out()).hasLineCount(1);
    assertThat(told.json().path("command").textValue()).isEqualTo("train");
    assertThat(told.json().path("error").textValue() + "\n").isEqualTo(told.err());
  }
}
