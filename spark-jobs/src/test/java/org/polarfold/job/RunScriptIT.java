package org.polarfold.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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

  @Test
  void aMistakeKeepsItsExitStatus(@TempDir Path folder) throws Exception {
    Told told = run(folder, Map.of(), "ingest", folder.resolve("none.conf").toString());

    assertThat(told.status()).isEqualTo(2);
    assertThat(told.err()).startsWith("Cannot read configuration: ").hasLineCount(1);
  }
}
