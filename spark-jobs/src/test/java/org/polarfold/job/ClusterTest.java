package org.polarfold.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.polarfold.UserException;

/** What is asked of Spark for each place, and what is refused. */
final class ClusterTest {

  private static final String SECRET = "spark.authenticate.secret";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"local-cluster", "standalone", "yarn", "k8s"})
  void everyClusterIsSecuredAndKeepsItsExecutors(String name) {
    Cluster cluster = Cluster.named(List.of(name), 0);
    assertThat(cluster.properties())
        .containsEntry("spark.authenticate", "true")
        .containsEntry("spark.network.crypto.enabled", "true")
        .containsEntry("spark.io.encryption.enabled", "true")
        .containsEntry("spark.dynamicAllocation.enabled", "false")
        .containsEntry("spark.executorEnv.OMP_NUM_THREADS", "1")
        .containsEntry("spark.executor.instances", "2")
        .doesNotContainKey(SECRET);
    assertThat(cluster.properties().get("spark.executor.extraJavaOptions"))
        .contains("-XX:+UseParallelGC", "-Duser.timezone=UTC", "--add-opens=java.base/java.nio=")
        .contains("-Dorg.bytedeco.javacpp.cachedir=", "-Dorg.bytedeco.javacpp.maxbytes=")
        .doesNotContain("#", "-Xmx");
  }

  @Test
  void thisProcessNeedsNothing() {
    assertThat(Cluster.inThisProcess().properties().get("spark.master")).matches("local\\[\\d+]");
    assertThat(Cluster.named(List.of("local"), 0)).isEqualTo(Cluster.inThisProcess());
    assertThat(Cluster.inThisProcess().properties())
        .doesNotContainKeys("spark.authenticate", ExecutorProcesses.INSTANCES);
  }

  @Test
  void executorsOfThisMachineAreCountedByTheOption() {
    Cluster cluster = Cluster.named(List.of("local-cluster"), 5);
    assertThat(cluster.properties())
        .containsEntry("spark.master", "local-cluster[5,1,1024]")
        .containsEntry("spark.driver.host", "127.0.0.1");
    ExecutorProcesses processes = ExecutorProcesses.of(cluster.properties());
    assertThat(processes.count()).isEqualTo(5);
    assertThat(processes.nativeBytes()).isEqualTo(1L << 30);
  }

  @Test
  void aStandaloneClusterIsAskedForTheCoresOfItsExecutors() throws IOException {
    Path four = write("\"executor.instances\" = 3, \"executor.cores\" = 4");
    Cluster cluster = Cluster.named(List.of("standalone", four.toString()), 0);
    assertThat(cluster.kind()).isEqualTo(ClusterKind.STANDALONE);
    assertThat(cluster.properties())
        .containsEntry("spark.cores.max", "12")
        .containsEntry("spark.master", "spark://localhost:7077")
        .doesNotContainKey("spark.driver.host");
  }

  @Test
  void keysOfStoresAreOnNoCommandLine() throws IOException {
    Path keys = write("\"hadoop.fs.s3a.access.key\" = AKIA, \"hadoop.fs.s3a.secret.key\" = s3cr3t");
    Cluster cluster = Cluster.named(List.of("standalone", keys.toString()), 0);
    assertThat(cluster.properties()).containsEntry("spark.hadoop.fs.s3a.access.key", "AKIA");
    assertThat(Submission.of(cluster, List.of("train")).shown()).doesNotContain("AKIA", "s3cr3t");
  }

  @Test
  void secretsAreDrawnOrToldAndNeverAmongTheProperties() throws IOException {
    Cluster here = Cluster.named(List.of("local-cluster"), 0);
    Map<String, String> drawn = ClusterSecurity.secrets(here, Map.of());
    assertThat(drawn).containsOnlyKeys(SECRET);
    assertThat(drawn.get(SECRET)).matches("[0-9a-f]{64}");
    assertThat(ClusterSecurity.secrets(here, Map.of())).isNotEqualTo(drawn);

    Cluster standalone = Cluster.named(List.of("standalone"), 0);
    assertThat(ClusterSecurity.secrets(standalone, Map.of(ClusterSecurity.VARIABLE, "told")))
        .isEqualTo(Map.of(SECRET, "told"));
    Path file = Files.writeString(folder.resolve("secret"), "of a file\n");
    Path settings = write("\"authenticate.secret.file\" = \"" + file + "\"");
    assertThat(
            ClusterSecurity.secrets(
                Cluster.named(List.of("standalone", settings.toString()), 0), Map.of()))
        .isEqualTo(Map.of(SECRET, "of a file"));
    assertThatThrownBy(() -> ClusterSecurity.secrets(standalone, Map.of()))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("expected the one of its master and workers");
    assertThat(ClusterSecurity.secrets(Cluster.named(List.of("yarn"), 0), Map.of())).isEmpty();
    assertThat(ClusterSecurity.secrets(Cluster.inThisProcess(), Map.of())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"executor.memory\" = 2g | spark.master = none (expected local, local-cluster, spark://",
        "\"master\" = local, \"task.resource.gpu.amount\" = 1 | spark.master = local (expected"
            + " another cluster with GPUs, as local-cluster,gpu: Spark gives none to threads",
        "\"master\" = mesos | spark.master = mesos (expected local, local-cluster, spark://host",
        "\"master\" = yarn, \"dynamicAllocation.enabled\" = true | enabled = true (expected false)",
        "\"master\" = yarn, \"submit.deployMode\" = cluster | = cluster (expected client)",
        "\"master\" = yarn, \"executor.memory\" = much | Invalid value of spark.executor.memory:"
            + " much",
        "\"master\" = yarn, \"executor.cores\" = 0 | Invalid value of spark.executor.cores: 0",
        "\"master\" = yarn, \"authenticate.secret.file\" = none | expected a file that can be read",
      })
  void mistakesAreOneLine(String settings, String told) throws IOException {
    Path file = write(settings);
    assertThatThrownBy(() -> Cluster.named(List.of(file.toString()), 0))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(told)
        .message()
        .hasLineCount(1);
  }

  @Test
  void anUnknownNameIsAnsweredWithThoseThatAre() {
    assertThatThrownBy(() -> Cluster.named(List.of("mesos"), 0))
        .hasMessageStartingWith("Invalid value of --on: mesos (expected ")
        .hasMessageContaining("k8s, local, local-cluster, standalone, yarn, or a path");
  }

  private Path write(String settings) throws IOException {
    return Files.writeString(
        Files.createTempFile(folder, "cluster", ".conf"), "spark { " + settings + " }");
  }
}
