package org.polarfold.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;
import org.polarfold.UserException;

class IngestJobTest {

  /** Hadoop's local file system throws an error, no exception, where a disk is full. */
  private static FSError full() throws IOException {
    try (RawLocalFileSystem local = new RawLocalFileSystem()) {
      local.initialize(URI.create("file:///"), new Configuration());
      try (OutputStream out = local.append(new Path("/dev/full"))) {
        out.write(new byte[1 << 20]);
      }
    } catch (FSError e) {
      return e;
    }
    throw new IllegalStateException("A full device took what was written");
  }

  @Test
  void aFullDiskIsToldInOneLineWhereverItIsMet() throws IOException {
    FSError full = full();
    for (Throwable thrown :
        List.of(full, new SparkException("Job aborted", full), new IllegalStateException(full))) {
      assertThat(IngestJob.userFault("/data/lake", thrown))
          .isInstanceOf(UserException.class)
          .hasMessageStartingWith(
              "Cannot write the lake: /data/lake (No space left on device; expected a file system")
          .hasMessageNotContaining("\n");
    }
  }

  @Test
  void whatATaskThrewAtTheUserComesFirstAndWhatNobodyExpectedStaysAsItWas() {
    UserException fault = new UserException("Cannot read birch/flow.csv:3");
    assertThat(IngestJob.userFault("/lake", new SparkException("Job aborted", fault)))
        .isSameAs(fault);
    assertThat(
            IngestJob.userFault(
                "/lake", new UncheckedIOException("Cannot write birch", new IOException("x"))))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("Cannot write birch (expected");
    RuntimeException defect = new IllegalStateException("a defect");
    assertThat(IngestJob.userFault("/lake", defect)).isSameAs(defect);
  }
}
