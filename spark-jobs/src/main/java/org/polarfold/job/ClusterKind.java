package org.polarfold.job;

import java.util.Optional;

/** The kinds of place where Spark runs tasks, as {@code spark.master} tells them apart. */
enum ClusterKind {
  /** Threads of this process. */
  LOCAL,
  /** Executor processes of this machine, started and ended with this one. */
  LOCAL_CLUSTER,
  /** Spark's own master and workers. */
  STANDALONE,
  /** Hadoop's. */
  YARN,
  /** Pods. */
  KUBERNETES;

  /** What {@code spark.master} may be. */
  static final String MASTERS = "local, local-cluster, spark://host:port, yarn or k8s://address";

  /** The kind of a master, if it is one. */
  static Optional<ClusterKind> of(String master) {
    if (master.equals("local") || master.startsWith("local[")) {
      return Optional.of(LOCAL);
    }
    if (master.equals("local-cluster") || master.startsWith("local-cluster[")) {
      return Optional.of(LOCAL_CLUSTER);
    }
    if (master.startsWith("spark://")) {
      return Optional.of(STANDALONE);
    }
    if (master.equals("yarn")) {
      return Optional.of(YARN);
    }
    return master.startsWith("k8s://") ? Optional.of(KUBERNETES) : Optional.empty();
  }

  /** Whether all of it is on this machine. */
  boolean isHere() {
    return this == LOCAL || this == LOCAL_CLUSTER;
  }
}
