package org.polarfold.export;

import java.io.Closeable;
import java.io.IOException;
import java.util.Map;

/** Writes the maps of a range of a site's patients, one after the other. */
public interface MapWriter extends Closeable {

  /**
   * Where a record was written.
   *
   * @param file inside the site's folder
   * @param row of this writer's part of it, from 1; 0 where the whole file is the record's
   */
  record Place(String file, int row) {}

  /**
   * Writes a study.
   *
   * @return its last row or file; that with the flaw, if it has one
   */
  Place write(SentStudy study) throws IOException;

  /** How many rows, or maps of an array, were written by now to each file of many patients. */
  Map<String, Integer> rows();
}
