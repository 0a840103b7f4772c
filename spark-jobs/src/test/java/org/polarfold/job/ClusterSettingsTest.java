package org.polarfold.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarfold.UserException;

class ClusterSettingsTest {

  private static final Path SHIPPED =
      Path.of(Objects.requireNonNull(System.getProperty("polarfold.conf")), "cluster");

  @TempDir private Path folder;

  @Test
  void gpusAreAskedForByTheFileThatIsShipped() {
    String script = SHIPPED.resolve("gpu-discovery.sh").toAbsolutePath().normalize().toString();
    assertThat(ClusterSettings.read(SHIPPED.resolve("gpu.conf")).properties())
        .containsEntry("spark.executor.resource.gpu.amount", "1")
        .containsEntry("spark.task.resource.gpu.amount", "1")
        .containsEntry("spark.executor.resource.gpu.discoveryScript", script)
        .containsEntry("spark.worker.resource.gpu.discoveryScript", script)
        .containsEntry("spark.executorEnv.CUDA_DEVICE_ORDER", "PCI_BUS_ID")
        .containsEntry("spark.dynamicAllocation.enabled", "false");
    assertThat(Path.of(script)).isExecutable();
  }

  @Test
  void valuesStandAsTheyWereWritten() throws IOException {
    ClusterSettings read =
        read("spark { \"executor.memory\" = 2g, \"a\" = 0.50, \"a.b\" = true, \"c\" = \"x y\" }");
    assertThat(read)
        .hasToString("spark.a=0.50\nspark.a.b=true\nspark.c=x y\nspark.executor.memory=2g");
  }

  @Test
  void secretsAreNotShown() throws IOException {
    ClusterSettings read =
        read("spark { \"authenticate.secret\" = hidden-1, \"ssl.keyPassword\" = hidden-2 }");
    assertThat(read.properties()).containsEntry("spark.authenticate.secret", "hidden-1");
    assertThat(read.toString()).doesNotContain("hidden");
    refused(
        "spark { \"authenticate.secret\" = [hidden] }",
        "cluster.conf:1: spark.authenticate.secret: expected a text, a number, true or false, and"
            + " the whole name in quotes, as \"executor.memory\" = 2g");
  }

  @Test
  void whatIsNoPropertyIsRefused() throws IOException {
    refused("spark { executor.memory = 2g }", "cluster.conf:1: spark.executor: expected a text");
    refused("spark { \"a b\" = 1 }", "spark.a b: expected the name of a property");
    refused(
        "spark { \"spark.executor.memory\" = 2g }",
        "spark.spark.executor.memory: expected the name of a property, without spark.");
    refused(
        "spark { \"executor.resource.gpu.discoveryScript\" = none.sh }",
        "expected a file that can be executed, not " + folder.resolve("none.sh"));
    refused("spark { }\nhdfs { }", "cluster.conf:2: hdfs (expected one of spark)");
    refused("", "Cannot find a key in");
  }

  private void refused(String text, String complaint) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(complaint)
        .hasMessageNotContaining("hidden");
  }

  private ClusterSettings read(String text) throws IOException {
    return ClusterSettings.read(Files.writeString(folder.resolve("cluster.conf"), text));
  }
}
