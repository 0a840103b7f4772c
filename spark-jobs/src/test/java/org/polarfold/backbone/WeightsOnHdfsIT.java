package org.polarfold.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.HdfsConfiguration;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarfold.UserException;
import org.polarfold.backbone.ResNet50.Convolution;
import org.polarfold.provenance.Digest;

/** Weights of the user's on HDFS, by their digest: a real namenode and a whole file. */
final class WeightsOnHdfsIT {

  @TempDir Path folder;

  @Test
  void aFileOnHdfsIsReadAsOneOnDisk() throws IOException {
    Path file = FormulaFile.in(folder);
    String digest = Digest.ofFile(file);
    Configuration hadoop = new HdfsConfiguration();
    hadoop.set("dfs.replication", "1");
    try (MiniDFSCluster cluster =
        new MiniDFSCluster.Builder(hadoop, folder.resolve("hdfs").toFile())
            .numDataNodes(1)
            .build()) {
      String location = cluster.getURI() + "/weights/resnet50.safetensors";
      cluster
          .getFileSystem()
          .copyFromLocalFile(
              new org.apache.hadoop.fs.Path(file.toUri()), new org.apache.hadoop.fs.Path(location));

      PublishedWeights read = PublishedWeights.read(new Configuration(), location, digest);
      Convolution last = read.network().stage(4).get(2).third();
      assertThat(read.weights().kernel(last)).isEqualTo(new FormulaWeights().kernel(last));

      String wrong = "00" + digest.substring(2);
      assertThatThrownBy(() -> PublishedWeights.read(new Configuration(), location, wrong))
          .isInstanceOf(UserException.class)
          .hasMessage(
              "Cannot use weights: %s (expected SHA-256 %s, and it is %s)"
                  .formatted(location, wrong, digest));
      String none = cluster.getURI() + "/none.safetensors";
      assertThatThrownBy(() -> PublishedWeights.read(new Configuration(), none, digest))
          .isInstanceOf(UserException.class)
          .hasMessage("Cannot use weights: " + none + " (expected a file that can be read)");
    }
  }
}
