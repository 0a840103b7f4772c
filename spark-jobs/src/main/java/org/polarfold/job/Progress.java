package org.polarfold.job;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/**
 * Says what is being done and how long is left. On a terminal as one line that is drawn anew;
 * elsewhere as a line for every step of at least a twentieth of the work.
 */
final class Progress {

  private static final int BAR = 24;

  /** A twentieth, but for rounding. */
  private static final double STEP = 0.05 - 1e-9;

  private final PrintStream out;
  private final boolean terminal;
  private double total;
  private final long start = System.nanoTime();
  private double done;
  private double skipped;
  private double lastTold = -1;

  /**
   * Begins.
   *
   * @param total units of all work; a unit is about as much time anywhere
   */
  Progress(double total) {
    this(System.err, Boolean.getBoolean("polarfold.terminal"), total);
  }

  Progress(PrintStream out, boolean terminal, double total) {
    this.out = out;
    this.terminal = terminal;
    this.total = total;
  }

  /** How many units are still to be done, as soon as that is known better. */
  void remaining(double units) {
    total = done + units;
  }

  /** Work that an earlier run has done: it counts as finished and says nothing of the speed. */
  void skip(double units) {
    done += units;
    skipped += units;
  }

  /** What is being done from now on. */
  void now(String what) {
    tell(what, true);
  }

  /** Some of the work is finished. */
  void finished(double units, String what) {
    done = Math.min(total, done + units);
    tell(what, false);
  }

  /** Ends the line. */
  void end() {
    if (terminal) {
      out.print("\r" + " ".repeat(100) + "\r");
    }
  }

  private void tell(String what, boolean always) {
    double share = total > 0 ? done / total : 0;
    String left = left();
    if (terminal) {
      int full = (int) Math.round(share * BAR);
      String line =
          String.format(
              Locale.ROOT,
              "[%s%s] %3.0f %%  %s%s",
              "#".repeat(full),
              ".".repeat(BAR - full),
              100 * share,
              what,
              left);
      out.print("\r" + (line + " ".repeat(100)).substring(0, 100));
      out.flush();
    } else if (always || share - lastTold >= STEP) {
      out.printf(Locale.ROOT, "%3.0f %%  %s%s%n", 100 * share, what, left);
    }
    if (always || share - lastTold >= STEP) {
      lastTold = share;
    }
  }

  private String left() {
    double own = done - skipped;
    if (own <= 0.02 * total) {
      return "";
    }
    double seconds = (System.nanoTime() - start) / 1e9 * (total - done) / own;
    Duration left = Duration.ofSeconds(Math.round(seconds));
    return left.toMinutes() > 0
        ? String.format(
            Locale.ROOT, "; about %d min %02d s left", left.toMinutes(), left.toSecondsPart())
        : String.format(Locale.ROOT, "; about %d s left", left.toSeconds());
  }
}
