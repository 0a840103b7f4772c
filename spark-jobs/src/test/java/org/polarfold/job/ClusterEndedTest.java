package org.polarfold.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.polarfold.UserException;

/** Masters that answer and that do not, and what Spark throws when it has ended. */
class ClusterEndedTest {

  @Test
  void aMasterThatDoesNotAnswerIsOneLine() throws Exception {
    int port;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = taken.getLocalPort();
      String answering = "spark://127.0.0.1:1,127.0.0.1:" + port;
      assertThatCode(() -> ClusterEnded.requireAnswer(answering)).doesNotThrowAnyException();
    }
    String master = "spark://127.0.0.1:" + port;
    assertThatThrownBy(() -> ClusterEnded.requireAnswer(master))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(
            "Cannot reach the cluster "
                + master
                + " (expected a master of Spark that answers there; 127.0.0.1:"
                + port
                + ": ")
        .message()
        .hasLineCount(1);
  }

  @Test
  void whatSparkThrowsAfterItsEndIsToldAsSuch() {
    IllegalStateException stopped = new IllegalStateException("LiveListenerBus is stopped.");
    assertThat(ClusterEnded.told(new IllegalStateException("cell", stopped)))
        .hasValueSatisfying(told -> assertThat(told).startsWith("Spark has ended the application"));
    assertThat(ClusterEnded.told(new IllegalStateException("a fault of ours"))).isEmpty();
  }
}
