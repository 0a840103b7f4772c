package org.polarfold.train;

import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.conf.CacheMode;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryType;
import org.deeplearning4j.nn.conf.memory.MemoryUseMode;
import org.nd4j.linalg.api.buffer.DataType;
import org.polarfold.study.Target;

/**
 * About how much memory a cell takes, by DL4J's own reports of its layers.
 *
 * @param share bytes outside Java's heap of a worker's examples
 * @param network bytes outside of it of a worker's network at work
 * @param state bytes on the heap of what travels of a worker each round
 */
public record WorkerMemory(long share, long network, long state) {

  private static final double BYTES_PER_GB = 1e9;

  /**
   * Estimates.
   *
   * @param structure of the network
   * @param studies to learn from
   * @param views of each
   * @param targets whose heads it has
   */
  public static WorkerMemory of(
      HeadNetwork structure, long studies, int views, List<Target> targets) {
    ComputationGraphConfiguration graph =
        structure.configuration(structure.training().step1(), targets, ClassWeights.EQUAL, 0);
    MemoryReport report = graph.getMemoryReport(structure.features());
    int batch = structure.training().batchSize();
    long workers = structure.training().workers();
    long values =
        (studies + workers - 1) / workers * views * structure.features().arrayElementsPerExample();
    long parameters = bytes(report, MemoryType.PARAMETERS, batch);
    return new WorkerMemory(
        values * Float.BYTES,
        report.getTotalMemoryBytes(batch, MemoryUseMode.TRAINING, CacheMode.NONE, DataType.FLOAT),
        parameters + bytes(report, MemoryType.UPDATER_STATE, batch));
  }

  private static long bytes(MemoryReport report, MemoryType type, int batch) {
    return report.getMemoryBytes(
        type, batch, MemoryUseMode.TRAINING, CacheMode.NONE, DataType.FLOAT);
  }

  /** Outside the heap, where a process has so many workers' examples and runs so many at once. */
  public long outsideHeap(long workers, long atOnce) {
    return workers * share + Math.min(workers, atOnce) * network;
  }

  /**
   * On the driver's heap, for each training at the same time: its state, as it is and as it is
   * sent, the mean that it becomes, and what every worker brings back, as it comes and as it is
   * read.
   *
   * @param workers of a training
   */
  public long onDriversHeap(long trainings, long workers) {
    return trainings * (3 + 2 * workers) * state;
  }

  /**
   * On the heap of a process with workers: the state of each training, and what each worker at work
   * makes of it, as it is and as it is sent.
   */
  public long onWorkersHeap(long trainings, long atOnce) {
    return (trainings + 3 * atOnce) * state;
  }

  /** A number of bytes as a person reads it. */
  public static String gigabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f GB", bytes / BYTES_PER_GB);
  }
}
