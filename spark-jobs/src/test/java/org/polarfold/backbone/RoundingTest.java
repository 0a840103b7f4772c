package org.polarfold.backbone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Processes that are told by their environment how to round. */
class RoundingTest {

  private static final Path CONF = Path.of(System.getProperty("polarfold.conf", "../conf"));

  private static String inAProcessWith(String environment, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("env", environment));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + CONF.resolve("java.options").toAbsolutePath());
    command.addAll(List.of("-Xmx256m", "-cp", System.getProperty("java.class.path")));
    command.add(PrintedRounding.class.getName());
    command.addAll(Arrays.asList(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String printed =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor()).as(printed).isZero();
    return printed.substring(printed.lastIndexOf('\n') + 1);
  }

  @Test
  void isThatOfTheKindOfProcessorThatProductsAreChosenFor() throws Exception {
    String one = inAProcessWith("OPENBLAS_CORETYPE=Haswell");

    assertThat(one).matches("[0-9a-f]{8}");
    assertThat(inAProcessWith("OPENBLAS_CORETYPE=Haswell")).isEqualTo(one);
    assertThat(inAProcessWith("OPENBLAS_CORETYPE=Nehalem")).isNotEqualTo(one);
  }

  /** Where the machine has a libblas, Spark would load it, and ND4J compute with it. */
  @Test
  void doesNotDependOnWhatSparkHasComputedBefore() throws Exception {
    String itself = "--unset=OPENBLAS_CORETYPE"; // each OpenBLAS finds a kind for itself
    assertThat(inAProcessWith(itself, "after Spark")).isEqualTo(inAProcessWith(itself));
  }
}
