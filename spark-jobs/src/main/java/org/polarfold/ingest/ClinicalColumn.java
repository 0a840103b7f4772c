package org.polarfold.ingest;

/**
 * A column of a clinical table.
 *
 * @param column its name
 * @param fact what it tells, as the key of site.conf in its block: {@code labels.sex}
 * @param reading what becomes of a cell
 */
record ClinicalColumn(String column, String fact, Reading reading) {

  /** Adds what a cell says; not asked of a cell that stands for no value. */
  interface Reading {

    void add(String text, PatientFacts facts) throws RecordFlaw;
  }
}
