package org.polarfold.report;

import java.nio.file.Path;

/** Stub while the report is written. */
public final class Report {
  private Report() {}

  /** Nothing. */
  public static void write(Path results, Path run, Path report) {}
}
