package org.polarfold.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.HdfsConfiguration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.yarn.conf.YarnConfiguration;
import org.apache.hadoop.yarn.server.MiniYARNCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A study whose lake lies on HDFS and whose tasks run on YARN: the same figures as here. */
final class YarnIT {

  private static final Map<String, String> SETTINGS =
      Map.of(
          "yarn.is.minicluster",
          "true",
          "yarn.scheduler.capacity.root.queues",
          "default",
          "yarn.scheduler.capacity.root.default.capacity",
          "100",
          "yarn.scheduler.capacity.maximum-am-resource-percent",
          "1.0",
          "yarn.scheduler.minimum-allocation-mb",
          "128",
          YarnConfiguration.YARN_MINICLUSTER_NM_PMEM_MB,
          "8192",
          "yarn.nodemanager.vmem-check-enabled",
          "false",
          "yarn.nodemanager.pmem-check-enabled",
          "false",
          "yarn.nodemanager.disk-health-checker.max-disk-utilization-per-disk-percentage",
          "99.9");

  @TempDir static Path folder;
  private static MiniDFSCluster hdfs;
  private static MiniYARNCluster yarn;

  @BeforeAll
  static void start() throws IOException {
    Configuration hadoop = new HdfsConfiguration();
    hadoop.set("dfs.replication", "1");
    hdfs = new MiniDFSCluster.Builder(hadoop, folder.resolve("hdfs").toFile()).build();
    YarnConfiguration settings = new YarnConfiguration();
    settings.set("fs.defaultFS", hdfs.getURI().toString());
    SETTINGS.forEach(settings::set);
    System.setProperty("test.build.data", folder.resolve("yarn").toString());
    yarn = new MiniYARNCluster("polarfold", 1, 1, 1);
    yarn.init(settings);
    yarn.start();
  }

  @AfterAll
  static void stop() {
    yarn.stop();
    hdfs.shutdown();
  }

  @Test
  void aStudyOnYarnGivesTheSameFigures() throws IOException {
    SmallStudy study = SmallStudy.simulated(folder.resolve("study"));
    String here = folder.resolve("lake").toString();
    Told local = Told.by("study", study.onLake(here).toString());
    assertThat(local.status()).as(local.err()).isZero();

    String there = hdfs.getURI() + "/lake";
    Told told =
        Told.by("study", study.onLake(there).toString(), "--on", "yarn," + settings().toString());

    assertThat(told.status()).as(told.err()).isZero();
    assertThat(told.out()).contains("Report: " + there);
    assertThat(SmallStudy.outcome(there)).isEqualTo(SmallStudy.outcome(here));
    assertThat(hdfs.getFileSystem().listStatus(new org.apache.hadoop.fs.Path("/events")))
        .as("event logs of one application")
        .hasSize(1);
  }

  /** What the files of HADOOP_CONF_DIR would say. */
  private static Path settings() throws IOException {
    Configuration running = yarn.getConfig();
    StringBuilder text = new StringBuilder("spark {\n");
    for (String key :
        new String[] {
          "fs.defaultFS",
          YarnConfiguration.RM_ADDRESS,
          YarnConfiguration.RM_SCHEDULER_ADDRESS,
          "yarn.is.minicluster"
        }) {
      text.append("\"hadoop.%s\" = \"%s\"\n".formatted(key, running.get(key)));
    }
    String java = System.getProperty("java.home");
    String jars = "local:" + Path.of(System.getenv("SPARK_HOME"), "jars") + "/*";
    text.append("\"executorEnv.JAVA_HOME\" = \"%s\"\n".formatted(java));
    text.append("\"yarn.appMasterEnv.JAVA_HOME\" = \"%s\"\n".formatted(java));
    text.append("\"yarn.jars\" = \"%s\"\n".formatted(jars));
    text.append(
        """
        "yarn.am.memory" = 512m
        "executor.memory" = 1g
        "executor.memoryOverhead" = 1408m
        "driver.host" = "127.0.0.1"
        """);
    text.append("\"eventLog.dir\" = \"%s/events\"\n}\n".formatted(hdfs.getURI()));
    return Files.writeString(folder.resolve("yarn.conf"), text.toString());
  }
}
