package org.polarfold.ingest;

import java.util.Set;
import org.polarfold.study.MapKind;

/** The maps of one row or one file, of one patient; a flaw is one of this row or file alone. */
interface SentMaps {

  /** Where they stand; no part of it comes from a name of a file that may hold an identifier. */
  RecordPlace place();

  /** The text that names the patient, 1 to 128 characters. */
  String identifier() throws RecordFlaw;

  /** Which states are here. */
  Set<MapKind> kinds() throws RecordFlaw;

  /** The map of a state that is here, on the canonical grid and in the lake's unit. */
  SentMap map(MapKind kind) throws RecordFlaw;
}
