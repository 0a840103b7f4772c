package org.polarfold.job;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Says what is being done, how fast, and how long is left: on a terminal as one line that is drawn
 * anew, otherwise as a line for every step of at least a twentieth of the work, or not at all.
 */
final class Progress {

  private static final int WIDE = 100;
  private static final int USUAL = 80;

  /** A twentieth, but for rounding. */
  private static final double STEP = 0.05 - 1e-9;

  /** So much of the work is done before its speed is believed. */
  private static final double ENOUGH = 0.02;

  private static final double SECONDS_OF_A_MINUTE = 60;
  private static final double SECONDS_OF_AN_HOUR = 3600;

  /** How it is told. */
  enum Manner {
    /** A line that is drawn anew. */
    DRAWN,
    LINES,
    SILENT
  }

  private final PrintStream out;
  private final Manner manner;
  private final int columns;
  private final LongSupplier nanoTime;
  private double total;
  private double done;
  private double lastTold = -1;
  private boolean onScreen;

  // Speed is measured from here.
  private long since;
  private double doneBefore;
  private String things = "";
  private long counted;

  /**
   * Begins.
   *
   * @param columns of the terminal; of {@link Manner#DRAWN} alone
   * @param total units of all work, each about as much time; 0 where that is not known
   * @param nanoTime a clock
   */
  Progress(PrintStream out, Manner manner, int columns, double total, LongSupplier nanoTime) {
    this.out = out;
    this.manner = manner;
    this.columns = columns;
    this.total = total;
    this.nanoTime = nanoTime;
    this.since = nanoTime.getAsLong();
  }

  /** Told to nobody. */
  static Progress silent() {
    return new Progress(
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
        Manner.SILENT,
        0,
        0,
        System::nanoTime);
  }

  /** How many units are still to be done, as soon as that is known better. */
  synchronized void remaining(double units) {
    total = done + units;
  }

  /** Work that an earlier run has done: it counts as finished and says nothing of the speed. */
  synchronized void skip(double units) {
    done += units;
    doneBefore += units;
  }

  /** What is being done from now on. */
  synchronized void now(String what) {
    things = "";
    tell(what, true);
  }

  /**
   * From now on whatever is finished is one of these, as {@code cells}: how many of them a minute
   * is told, and speed is measured anew.
   */
  synchronized void count(String named) {
    things = named;
    counted = 0;
    since = nanoTime.getAsLong();
    doneBefore = done;
  }

  /** Some of the work is finished. */
  synchronized void finished(double units, String what) {
    done = Math.min(total, done + units);
    counted++;
    tell(what, false);
  }

  /** Takes the line off the terminal, for others to be written; what comes next draws it anew. */
  synchronized void clear() {
    if (onScreen) {
      out.print("\r" + " ".repeat(width()) + "\r");
      out.flush();
      onScreen = false;
    }
  }

  private void tell(String what, boolean always) {
    boolean step = always || share() - lastTold >= STEP;
    switch (manner) {
      case DRAWN -> draw(what);
      case LINES -> {
        if (step) {
          out.println(percent() + what + speed());
        }
      }
      case SILENT -> {}
    }
    if (step) {
      lastTold = share();
    }
  }

  /** What is being done is shortened, so that the time left has room. */
  private void draw(String what) {
    String before = bar() + percent();
    String after = speed();
    int room = Math.max(0, width() - before.length() - after.length());
    String shortened =
        what.length() <= room ? what : what.substring(0, Math.max(0, room - 3)) + "...";
    String line = before + shortened + after + " ".repeat(width());
    out.print("\r" + line.substring(0, width()));
    out.flush();
    onScreen = true;
  }

  /** A line as wide as the terminal would go on in the next one. */
  private int width() {
    return columns - 1;
  }

  private double share() {
    return total > 0 ? done / total : 0;
  }

  /** Words need the room of a narrow terminal. */
  private String bar() {
    int length = columns >= WIDE ? 24 : columns >= USUAL ? 8 : 0;
    int full = (int) Math.round(share() * length);
    return total > 0 && length > 0 ? "[" + "#".repeat(full) + ".".repeat(length - full) + "] " : "";
  }

  private String percent() {
    return total > 0 ? String.format(Locale.ROOT, "%3.0f %%  ", 100 * share()) : "";
  }

  private String speed() {
    String rate = rate();
    String left = left();
    return (rate.isEmpty() && left.isEmpty() ? "" : "; ")
        + rate
        + (rate.isEmpty() || left.isEmpty() ? "" : ", ")
        + left;
  }

  private double seconds() {
    return (nanoTime.getAsLong() - since) / 1e9;
  }

  private String rate() {
    if (things.isEmpty() || counted == 0 || seconds() <= 0) {
      return "";
    }
    double ofASecond = counted / seconds();
    if (ofASecond >= 2) {
      return number(ofASecond) + " " + things + "/s";
    }
    return ofASecond * SECONDS_OF_A_MINUTE >= 1
        ? number(ofASecond * SECONDS_OF_A_MINUTE) + " " + things + "/min"
        : number(ofASecond * SECONDS_OF_AN_HOUR) + " " + things + "/h";
  }

  private static String number(double rate) {
    return String.format(Locale.ROOT, rate >= 9.95 ? "%.0f" : "%.1f", rate);
  }

  private String left() {
    double own = done - doneBefore;
    if (own <= ENOUGH * total || done >= total) {
      return "";
    }
    Duration left = Duration.ofSeconds(Math.round(seconds() * (total - done) / own));
    if (left.toHours() > 0) {
      return String.format(
          Locale.ROOT, "about %d h %02d min left", left.toHours(), left.toMinutesPart());
    }
    return left.toMinutes() > 0
        ? String.format(
            Locale.ROOT, "about %d min %02d s left", left.toMinutes(), left.toSecondsPart())
        : String.format(Locale.ROOT, "about %d s left", left.toSeconds());
  }
}
