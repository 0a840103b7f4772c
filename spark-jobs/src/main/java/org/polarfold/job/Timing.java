package org.polarfold.job;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How long something took.
 *
 * @param seconds by the clock
 * @param cpuSeconds of the whole process on all cores, which other programs do not lengthen
 */
record Timing(double seconds, double cpuSeconds) {

  private static final double NANO = 1e-9;

  /** Runs once. */
  static Timing once(Runnable what) {
    long cpu = cpuNanoseconds();
    long clock = System.nanoTime();
    what.run();
    return new Timing((System.nanoTime() - clock) * NANO, (cpuNanoseconds() - cpu) * NANO);
  }

  private static long cpuNanoseconds() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  /** Runs to warm up, then some more times, of which the median by the clock counts. */
  static Timing median(int warmUps, int times, Runnable what) {
    for (int i = 0; i < warmUps; i++) {
      what.run();
    }
    List<Timing> all = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      all.add(once(what));
    }
    all.sort(Comparator.comparingDouble(Timing::seconds));
    return all.get(times / 2);
  }
}
